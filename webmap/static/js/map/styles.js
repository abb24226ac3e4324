/** The style table that Python hands in, looked up by zoom and theme. No colour is named here. */

const NIGHT = window.matchMedia("(prefers-color-scheme: dark)");
const STRONG = [
  window.matchMedia("(prefers-contrast: more)"),
  window.matchMedia("(forced-colors: active)"),
];

const listeners = new Set();
let isPaper = false;

for (const query of [NIGHT, ...STRONG]) {
  query.addEventListener("change", () => listeners.forEach((callback) => callback()));
}

/** Calls back when the colours turn: light or dark, usual or strong contrast, screen or paper. */
export function onThemeChange(callback) {
  listeners.add(callback);
}

/** Says that what is drawn from now on is for paper, which is light whatever the screen is. */
export function drawForPaper(is) {
  isPaper = is;
  listeners.forEach((callback) => callback());
}

/**
 * Returns the colour of a tone for the theme in use; null stays null. A tone is [light, dark], or
 * [light, dark, strong light, strong dark].
 */
export function shade(tone) {
  if (!tone) return null;
  const night = NIGHT.matches && !isPaper ? 1 : 0;
  const isStrong = STRONG.some((query) => query.matches);
  return tone[isStrong && tone.length > 2 ? 2 + night : night];
}

/** Returns a value from stops of [zoom, value]: straight between them, constant outside. */
export function atZoom(stops, zoom) {
  const next = stops.findIndex(([stop]) => zoom <= stop);
  if (next === 0) return stops[0][1];
  if (next < 0) return stops[stops.length - 1][1];
  const [z0, v0] = stops[next - 1];
  const [z1, v1] = stops[next];
  return v0 + ((v1 - v0) * (zoom - z0)) / (z1 - z0);
}

/** Returns a map from the key of each style to the style. */
export function byKey(styles) {
  return new Map((styles ?? []).map((style) => [style.key, style]));
}
