/** The style table that Python hands in, looked up by zoom and theme. No colour is named here. */

const NIGHT = window.matchMedia("(prefers-color-scheme: dark)");

/** Calls back when the reader's theme turns from light to dark or back. */
export function onThemeChange(callback) {
  NIGHT.addEventListener("change", callback);
}

/** Returns the colour of a tone [light, dark] for the theme in use; null stays null. */
export function shade(tone) {
  return tone && tone[NIGHT.matches ? 1 : 0];
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

export class StyleTable {
  /** @param {object} table see webmap/maps/styles.py */
  constructor(table) {
    this.table = table;
    this.states = byKey(table.states);
    this.labels = byKey(table.labels);
  }

  /** Returns the label style for a feature with a name, or undefined. */
  labelOf({ layer, properties }) {
    if (layer === "places") return this.labels.get(properties.kind);
    if (this.states.has(properties.state)) return this.labels.get("state");
    const small = ["alley", "path", "residential"].includes(properties.class);
    return this.labels.get(small ? "street" : "artery");
  }

  /** Returns how wide a feature's state is drawn [px]; 0 when it has none. */
  stateWidth({ properties }, zoom) {
    const style = this.states.get(properties.state);
    return style ? atZoom(style.widths, zoom) : 0;
  }

  /** Returns a label's rank: 0 chooses its place first. */
  rankOf(labelStyle) {
    return this.table.labels.indexOf(labelStyle);
  }
}

function byKey(styles) {
  return new Map(styles.map((style) => [style.key, style]));
}
