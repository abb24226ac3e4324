/**
 * What the address bar says about the map:
 * ?alley=<id>&map=<zoom>/<lat>/<lon>&status=<state>,<state>&q=<search>.
 * Other parameters stay as they are; what cannot be understood counts as not said.
 */

const VIEW = /^(\d{1,2})\/(-?\d{1,2}(?:\.\d+)?)\/(-?\d{1,3}(?:\.\d+)?)$/;
const RECORD = /^[1-9]\d{0,18}$/;
const HIGHEST_LATITUDE = 85;

/**
 * Returns the alley, the view and the states the address asks for; null where it does not.
 * @returns {{alley: ?string, view: ?{zoom: number, centre: number[]}, states: ?string[]}}
 *   centre is lat, lon
 */
export function readAddress() {
  const parameters = new URLSearchParams(window.location.search);
  const alley = parameters.get("alley") ?? "";
  const states = parameters.get("status");
  return {
    alley: RECORD.test(alley) ? alley : null,
    view: viewOf(parameters.get("map") ?? ""),
    states: states ? states.split(",") : null,
  };
}

function viewOf(text) {
  const match = VIEW.exec(text);
  if (!match) return null;
  const [zoom, latitude, longitude] = match.slice(1).map(Number);
  const isOnEarth = Math.abs(latitude) <= HIGHEST_LATITUDE && Math.abs(longitude) <= 180;
  return isOnEarth ? { zoom, centre: [latitude, longitude] } : null;
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
  if (!window.location.protocol.startsWith("http")) return; // a page from disk has no address to share
  const address = new URL(window.location.href);
  for (const [name, value] of Object.entries(changes)) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  // Slash and comma may stand in a query as they are, and are easier to read there.
  address.search = address.search.replaceAll("%2F", "/").replaceAll("%2C", ",");
  if (address.href === window.location.href) return;
  if (push) window.history.pushState(null, "", address);
  else window.history.replaceState(null, "", address);
}
