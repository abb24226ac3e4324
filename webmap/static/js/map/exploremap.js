/** The map of a filtered list: its alleys stand out, and a tap on one leads to its page. */
import { AlleyTiles } from "./alleylayer.js";
import { createCityMap } from "./basemap.js";
import { addControls } from "./controls.js";
import { Highlight } from "./highlight.js";
import { showNames } from "./hover.js";
import { startLegend } from "./legend.js";
import { MOUSE_PX, TOUCH_PX } from "./picking.js";
import { preparePrinting } from "./printing.js";
import { startStatus } from "./status.js";
import { spoken } from "./texts.js";

export { AlleyTiles, createCityMap };

const NO_COVER = new DOMRect();

/** Starts the map; settings are `texts`, `linesUrl` and `alleyPage` with {id} in it. */
export async function startExploreMap(map, tiles, settings) {
  const texts = spoken(settings.texts);
  const frame = document.getElementById("map-view");
  let sentence = "";
  const { say } = startStatus(map, tiles, () => sentence);
  addControls(map, { texts, frame, say });
  showNames(map, tiles, texts);
  preparePrinting(tiles);
  startLegend(frame, tiles.look, texts);
  followTaps(map, tiles, settings.alleyPage);
  try {
    const response = await fetch(settings.linesUrl);
    if (!response.ok) throw new Error(`lines: status ${response.status}`);
    sentence = show(map, tiles, await response.json(), texts);
  } catch {
    sentence = texts.lines_missing;
  }
  say(sentence);
  map.getContainer().dispatchEvent(new CustomEvent("citymap:ready", { detail: { map, tiles }, bubbles: true }));
}

// Returns what to say of them.
function show(map, tiles, { alleys, listed, total }, texts) {
  if (!alleys.length) return texts.none_on_this_map;
  const highlight = new Highlight(map, tiles.look.table.chosen);
  highlight.show({ type: "MultiLineString", coordinates: alleys.flatMap(([, lines]) => lines) });
  highlight.reveal(NO_COVER, { zoomIn: true });
  if (listed < total) {
    return texts.first_on_this_map
      .replace("{listed}", texts.number(listed)).replace("{count}", texts.number(total));
  }
  return texts.on_this_map.replace("{count}", texts.number(alleys.length));
}

// An alley of the page's list is marked in it; any other opens.
function followTaps(map, tiles, alleyPage) {
  map.on("click", ({ containerPoint, originalEvent }) => {
    const radius = originalEvent.pointerType === "touch" ? TOUCH_PX : MOUSE_PX;
    const alley = tiles.pick(containerPoint, radius);
    if (!alley) return;
    const item = document.querySelector(`.hits [data-alley-id="${Number(alley.id)}"]`);
    if (!item) return window.location.assign(alleyPage.replace("{id}", alley.id));
    document.querySelector(".hits [aria-current]")?.removeAttribute("aria-current");
    item.setAttribute("aria-current", "true");
    item.scrollIntoView({ block: "center" });
    item.querySelector("a").focus({ preventScroll: true });
  });
}
