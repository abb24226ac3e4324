/**
 * Joins the map and the page: search form, result list, card, status line, address bar. The page
 * may leave any of them out. In the end the map's element fires `citymap:ready`, which bubbles.
 */
/* global L */
import { ALLEY_ZOOM, AlleyTiles } from "./alleylayer.js";
import { readAddress, viewText, writeAddress } from "./address.js";
import { MOUSE_PX, TOUCH_PX } from "./picking.js";
import { startSearch } from "./search.js";
import { Selection } from "./selection.js";

export { AlleyTiles };

/**
 * Returns a Leaflet map that starts where the address says, or else at the given view.
 * Options are those of L.map, and `texts` and `attribution`.
 */
export function createCityMap(id, { texts, attribution, ...options }) {
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
  const titles = { zoomInTitle: texts.zoomIn, zoomOutTitle: texts.zoomOut };
  L.control.zoom({ position: "bottomleft", ...titles }).addTo(map);
  addAttribution(map, attribution);
  const container = map.getContainer();
  new ResizeObserver(() => map.invalidateSize()).observe(container);
  container.setAttribute("role", "application");
  container.setAttribute("aria-label", texts.label);
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
 * Settings: `texts`, and `cardUrl` and `alleyUrl` with {id} in them.
 */
export function startCityMap(map, tiles, settings) {
  const status = startStatus(map, tiles, settings.texts);
  const selection = new Selection(map, tiles.options.styles, settings, status.say);
  followTaps(map, tiles, selection);
  followList(selection);
  followAddress(map, selection);
  const form = document.getElementById("search");
  const list = document.getElementById("results");
  if (form && list) {
    const onFailure = () => status.say(settings.texts.search_missing);
    startSearch({ form, list, onResults: () => selection.markInList(), onFailure });
  }
  const detail = { map, tiles, selection };
  map.getContainer().dispatchEvent(new CustomEvent("citymap:ready", { detail, bubbles: true }));
}

function startStatus(map, tiles, texts) {
  const line = document.getElementById("map-status");
  const numbers = new Intl.NumberFormat(document.documentElement.lang || "fa");
  const say = (text) => {
    if (line && line.textContent !== text) line.textContent = text;
  };
  const tell = () => {
    if (tiles.failed.size) return say(texts.tiles_missing);
    if (map.getZoom() < ALLEY_ZOOM) return say(texts.closer);
    const count = tiles.countNamed();
    const text = count ? texts.in_view : texts.none_in_view;
    return say(text.replace("{count}", numbers.format(count)));
  };
  map.on("moveend", tell);
  tiles.on("alleytiles:settled", tell);
  tell();
  return { say };
}

function followTaps(map, tiles, selection) {
  map.on("click", ({ containerPoint, originalEvent }) => {
    const radius = originalEvent.pointerType === "touch" ? TOUCH_PX : MOUSE_PX;
    const alley = tiles.pick(containerPoint, radius);
    if (alley) selection.open(String(alley.id));
  });
  // The hand over an alley says that it can be chosen; looked up once a frame.
  let frame = 0;
  map.on("mousemove", ({ containerPoint }) => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      const isOver = tiles.pick(containerPoint, MOUSE_PX) !== null;
      map.getContainer().classList.toggle("is-over-alley", isOver);
    });
  });
}

function followList(selection) {
  document.getElementById("results")?.addEventListener("click", (event) => {
    const item = event.target.closest("[data-alley-id]");
    const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    // A naming that is not on the map has no place: its link leads to its page.
    if (!item?.dataset.alleyId || !item.dataset.lon || !isPlain) return;
    event.preventDefault();
    selection.open(item.dataset.alleyId, { zoomIn: true });
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
