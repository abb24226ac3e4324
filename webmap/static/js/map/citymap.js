/**
 * Joins the map and the page: search form, lists, card, status line, legend, address bar. The page
 * may leave any of them out. In the end the map's element fires `citymap:ready`, which bubbles.
 */
import { AlleyTiles, STATE_ZOOM } from "./alleylayer.js";
import { readAddress, viewText, writeAddress } from "./address.js";
import { createCityMap } from "./basemap.js";
import { addControls } from "./controls.js";
import { showNames } from "./hover.js";
import { InView } from "./inview.js";
import { startLegend } from "./legend.js";
import { followChanges } from "./live.js";
import { startNearMe } from "./nearme.js";
import { MOUSE_PX, TOUCH_PX } from "./picking.js";
import { preparePrinting } from "./printing.js";
import { SiteRecords } from "./records.js";
import { showNear, startSearch } from "./search.js";
import { Selection } from "./selection.js";
import { startStatus } from "./status.js";
import { spoken } from "./texts.js";

export { AlleyTiles, createCityMap };

/**
 * Starts everything that needs both the map and the page.
 * Settings: `texts`; `stateUrl`; `cardUrl`, `alleyUrl` and `alleyPage` with {id} in them. A page
 * without a server gives `records` and `counts` in their place.
 */
export function startCityMap(map, tiles, settings) {
  const texts = spoken(settings.texts);
  const records = settings.records ?? new SiteRecords(settings.cardUrl, settings.alleyUrl);
  const inView = startInView(tiles, { texts, alleyPage: settings.alleyPage });
  const { say } = startStatus(map, tiles, () => sentence(map, tiles, texts, inView));
  const selection = new Selection(map, tiles, { records, texts, say });
  const frame = document.getElementById("map-view");
  const find = startNear(map, texts, say);
  addControls(map, { texts, frame, say, onNear: find });
  const count = startLegend(frame ?? map.getContainer(), tiles.look, texts);
  showNames(map, tiles, texts);
  preparePrinting(tiles);
  followTaps(map, tiles, selection);
  followLists(selection);
  followAddress(map, selection);
  startSearch({ onResults: () => selection.mark(), onFailure: () => say(texts.search_missing) });
  if (settings.counts) count(settings.counts);
  if (settings.stateUrl) tiles.once("load", followChanges(settings.stateUrl, tiles, count));
  const detail = { map, tiles, selection, count };
  map.getContainer().dispatchEvent(new CustomEvent("citymap:ready", { detail, bubbles: true }));
}

// The page may have a button of its own for it, and a line for what it says.
function startNear(map, texts, say) {
  const line = document.getElementById("search-status");
  const sayTwice = (text) => {
    say(text);
    if (line) line.textContent = text;
  };
  const find = startNearMe(map, { texts, say: sayTwice, onFound: showNear });
  const button = document.getElementById("nearby");
  button?.addEventListener("click", find);
  if (button && navigator.geolocation) button.hidden = false;
  return find;
}

function startInView(tiles, options) {
  const place = document.getElementById("in-view");
  return place && new InView(place, tiles, options);
}

function sentence(map, tiles, texts, inView) {
  const isNear = map.getZoom() >= STATE_ZOOM;
  inView?.update(isNear);
  if (tiles.failed.size) return texts.tiles_missing;
  if (!isNear) return texts.closer;
  const count = tiles.namedInView().size;
  const text = count ? texts.in_view : texts.none_in_view;
  return text.replace("{count}", texts.number(count));
}

function followTaps(map, tiles, selection) {
  map.on("click", ({ containerPoint, originalEvent }) => {
    const radius = originalEvent.pointerType === "touch" ? TOUCH_PX : MOUSE_PX;
    const symbol = tiles.labels.pick(containerPoint, radius);
    if (symbol?.latLng) return map.setView(symbol.latLng, map.getZoom() + 2);
    const alley = symbol ?? tiles.pick(containerPoint, radius);
    return alley && selection.open(String(alley.id));
  });
}

function followLists(selection) {
  document.addEventListener("click", (event) => {
    const item = event.target.closest("[data-alley-id]");
    const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    // A naming that is not on the map has no alley: its link leads to its page.
    if (!item?.dataset.alleyId || !isPlain) return;
    event.preventDefault();
    selection.open(item.dataset.alleyId, { zoomIn: true, origin: event.target.closest("a") });
  });
  document.addEventListener("suggest:choose", (event) => {
    const { alleyId } = event.target.dataset;
    if (!alleyId) return;
    event.preventDefault();
    selection.open(alleyId, { zoomIn: true });
  });
}

function followAddress(map, selection) {
  map.on("moveend", () => writeAddress({ map: viewText(map) }));
  const restore = () => {
    const { alley, view } = readAddress();
    if (view) map.setView(view.centre, view.zoom, { animate: false });
    if (!alley) return selection.close({ push: false });
    return selection.open(alley, { push: false, reveal: !view, zoomIn: !view });
  };
  window.addEventListener("popstate", restore);
  const { alley, view } = readAddress();
  if (alley) selection.open(alley, { push: false, zoomIn: !view });
}
