/**
 * What has changed since the tiles were cut, asked for again and again: a small file that names
 * the tiles in force, the states of alleys that differ from them, and how many there are of each.
 *
 * It is asked for every half minute while the page is seen (unchanged it is an empty 304), when
 * the page comes back into sight, and at once when a page of this browser says on the channel
 * CHANNEL that it has changed something.
 */

export const CHANNEL = "alleys:changed";
const PAUSE_MS = 30000;
const LONGEST_PAUSE_MS = 300000;

/**
 * Keeps a layer of alleys up to date. `counts` of the file go to onCounts: state → number.
 * Returns a function that asks at once.
 */
export function followChanges(url, tiles, onCounts) {
  let timer = 0;
  let pause = PAUSE_MS;
  let version = null;

  async function ask() {
    clearTimeout(timer);
    try {
      // The browser sends the ETag along and hands out its own copy on 304.
      const response = await fetch(url, { cache: "no-cache" });
      if (!response.ok) throw new Error(`state of the map: status ${response.status}`);
      apply(await response.json());
      pause = PAUSE_MS;
    } catch {
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS); // the map goes on with what it has
    }
    if (document.visibilityState === "visible") timer = setTimeout(ask, pause);
  }

  function apply(state) {
    if (state.version === version) return;
    version = state.version;
    if (tiles.source !== state.tiles) tiles.setSource(state.tiles);
    tiles.look.setChanged(state.changed);
    tiles.labels.signs.setSource(state.signs);
    onCounts(state.counts);
  }

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") ask();
    else clearTimeout(timer);
  });
  // A server that has just told of another change may want a moment for this one.
  const askTwice = () => {
    ask();
    setTimeout(ask, 700);
  };
  if (window.BroadcastChannel) new BroadcastChannel(CHANNEL).addEventListener("message", askTwice);
  return ask;
}
