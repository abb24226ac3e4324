/** The Leaflet map itself: where it starts, how it moves, whose data it shows. */
/* global L */
import { readAddress } from "./address.js";

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
  new ResizeObserver(() => {
    map.invalidateSize();
    tellSize(container);
  }).observe(container);
  tellSize(container);
  container.setAttribute("role", "application");
  container.setAttribute("aria-label", label);
  return map;
}

// The stylesheet scales the map to paper by its size, as plain numbers of pixels.
function tellSize({ clientWidth, clientHeight }) {
  document.documentElement.style.setProperty("--map-width", clientWidth);
  document.documentElement.style.setProperty("--map-height", clientHeight);
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
