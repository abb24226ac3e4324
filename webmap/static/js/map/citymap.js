/**
 * Joins the map and the page: search form, lists, card, status line, legend, address bar. The page
 * may leave any of them out. In the end the map's element fires `citymap:ready`, which bubbles.
 */
/* global L */
import { ALLEY_ZOOM, AlleyTiles } from "./alleylayer.js";
import { readAddress, viewText, writeAddress } from "./address.js";
import { addControls } from "./controls.js";
import { showNames } from "./hover.js";
import { InView } from "./inview.js";
import { startLegend } from "./legend.js";
import { followChanges } from "./live.js";
import { startNearMe } from "./nearme.js";
import { MOUSE_PX, TOUCH_PX } from "./picking.js";
import { SiteRecords } from "./records.js";
import { showNear, startSearch } from "./search.js";
import { Selection } from "./selection.js";
import { spoken } from "./texts.js";

export { AlleyTiles };

/**
 * Returns a Leaflet map that starts where the address says, or else at the given view.
 * Options are those of L.map, and `label` and `attribution`.
 */
export function createCityMap(id, { label, attribution, ...options }) {
  const isCalm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const { view } = readAddress();
  const map = L.map(id, {
    ...options,
    center: view?.centre ?? options.center,
    zoom: view?.zoom ?? options.zoom,
    zoomControl: false,
    attributionControl: false,
    fadeAnimation: !isCalm,
    zoomAnimation: !isCalm,
    inertia: !isCalm,
    maxBoundsViscosity: 0.7,
  });
  addAttribution(map, attribution);
  const container = map.getContainer();
  new ResizeObserver(() => map.invalidateSize()).observe(container);
  container.setAttribute("role", "application");
  container.setAttribute("aria-label", label);
  return map;
}

// Leaflet's own control would take the text for HTML.
function addAttribution(map, text) {
  const control = L.control({ position: "bottomright" });
  control.onAdd = () => {
    const element = L.DomUtil.create("div", "leaflet-control-attribution");
    element.textContent = text;
    return element;
  };
  control.addTo(map);
}

/**
 * Starts everything that needs both the map and the page.
 * Settings: `texts`; `stateUrl`; `cardUrl`, `alleyUrl` and `alleyPage` with {id} in them, or
 * `records` in their place.
 */
export function startCityMap(map, tiles, settings) {
  const texts = spoken(settings.texts);
  const records = settings.records ?? new SiteRecords(settings.cardUrl, settings.alleyUrl);
  const inView = startInView(tiles, { texts, alleyPage: settings.alleyPage });
  const { say } = startStatus(map, tiles, texts, inView);
  const selection = new Selection(map, tiles, { records, texts, say });
  const frame = document.getElementById("map-view");
  const find = startNear(map, texts, say);
  addControls(map, { texts, frame, say, onNear: find });
  const count = startLegend(frame ?? map.getContainer(), tiles.look, texts);
  showNames(map, tiles, texts);
  followTaps(map, tiles, selection);
  followLists(selection);
  followAddress(map, selection);
  startSearch({ onResults: () => selection.mark(), onFailure: () => say(texts.search_missing) });
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

function startStatus(map, tiles, texts, inView) {
  const line = document.getElementById("map-status");
  let untilMove = false; // what was said stays until the reader moves on
  const write = (text) => {
    if (line && line.textContent !== text) line.textContent = text;
  };
  const tell = () => {
    const isNear = map.getZoom() >= ALLEY_ZOOM;
    inView?.update(isNear);
    if (untilMove) return undefined;
    if (tiles.failed.size) return write(texts.tiles_missing);
    if (!isNear) return write(texts.closer);
    const count = tiles.namedInView().size;
    const text = count ? texts.in_view : texts.none_in_view;
    return write(text.replace("{count}", texts.number(count)));
  };
  map.on("movestart", () => (untilMove = false));
  map.on("moveend", tell);
  tiles.on("alleytiles:settled", tell);
  tell();
  const say = (text) => {
    write(text);
    untilMove = true;
  };
  return { say };
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
