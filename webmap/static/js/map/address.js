/**
 * What the address bar says about the map: ?alley=<id>&map=<zoom>/<lat>/<lon>&q=<search>.
 * Other parameters stay as they are.
 */

const VIEW = /^(\d{1,2})\/(-?\d{1,2}(?:\.\d+)?)\/(-?\d{1,3}(?:\.\d+)?)$/;

/**
 * Returns the alley and the view the address asks for; null where it does not.
 * @returns {{alley: ?string, view: ?{zoom: number, centre: number[]}}} centre is lat, lon
 */
export function readAddress() {
  const parameters = new URLSearchParams(window.location.search);
  const match = VIEW.exec(parameters.get("map") ?? "");
  return {
    alley: parameters.get("alley") || null,
    view: match && { zoom: Number(match[1]), centre: [Number(match[2]), Number(match[3])] },
  };
}

/** Returns a map's view as the address writes it; five decimals are about one metre. */
export function viewText(map) {
  const { lat, lng } = map.getCenter();
  return `${map.getZoom()}/${lat.toFixed(5)}/${lng.toFixed(5)}`;
}

/**
 * Writes parameters into the address bar; null or "" takes one away.
 * With push it is a step that Back returns from.
 */
export function writeAddress(changes, { push = false } = {}) {
  const address = new URL(window.location.href);
  for (const [name, value] of Object.entries(changes)) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  // A slash may stand in a query as it is, and is easier to read there.
  address.search = address.search.replaceAll("%2F", "/");
  if (address.href === window.location.href) return;
  if (push) window.history.pushState(null, "", address);
  else window.history.replaceState(null, "", address);
}
