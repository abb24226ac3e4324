/**
 * The map of a tour: its way, dashed where it is only straight, and its stops as numbers that lead
 * to the list. A page that follows the walker tells of them by events: `tour:place` with lon, lat
 * and accuracy, `tour:next` with the number of the next stop and those that were seen; `tour:drawn`
 * asks it to.
 */
/* global L */
import { AlleyTiles } from "./alleylayer.js";
import { createCityMap } from "./basemap.js";
import { addControls } from "./controls.js";
import { element } from "./elements.js";
import { showNames } from "./hover.js";
import { startLegend } from "./legend.js";
import { preparePrinting } from "./printing.js";
import { startStatus } from "./status.js";
import { onThemeChange } from "./styles.js";
import { spoken } from "./texts.js";

export { AlleyTiles, createCityMap };

const MARGIN_PX = 26;
const NEAREST_ZOOM = 17;

/** Starts the map; settings are `texts` and `stopsUrl`. */
export async function startTourMap(map, tiles, settings) {
  const texts = spoken(settings.texts);
  const frame = document.getElementById("map-view");
  let sentence = "";
  const { say } = startStatus(map, tiles, () => sentence);
  addControls(map, { texts, frame, say });
  showNames(map, tiles, texts);
  preparePrinting(tiles);
  startLegend(frame, tiles.look, texts);
  showWalker(map);
  try {
    const response = await fetch(settings.stopsUrl);
    if (!response.ok) throw new Error(`stops: status ${response.status}`);
    const tour = await response.json();
    draw(map, tour, texts);
    document.dispatchEvent(new CustomEvent("tour:drawn"));
    sentence = texts.tour_shown.replace("{count}", texts.number(tour.stops.length));
  } catch {
    sentence = texts.tour_missing;
  }
  say(sentence);
  map.getContainer().dispatchEvent(new CustomEvent("citymap:ready", { detail: { map, tiles }, bubbles: true }));
}

function draw(map, { stops, legs }, texts) {
  const places = stops.map(([lon, lat]) => [lat, lon]);
  drawWay(map, legs);
  drawStops(map, places, texts);
  const bounds = L.latLngBounds([...places, ...legs.flatMap(({ line }) => line.map(([lon, lat]) => [lat, lon]))]);
  if (bounds.isValid()) map.fitBounds(bounds, { padding: [MARGIN_PX, MARGIN_PX], maxZoom: NEAREST_ZOOM, animate: false });
}

function drawWay(map, legs) {
  map.createPane("tour-way").style.zIndex = 420;
  const lines = legs.flatMap(({ line, straight }) => {
    const points = line.map(([lon, lat]) => [lat, lon]);
    const look = { pane: "tour-way", interactive: false, opacity: 1, lineCap: "round" };
    const edge = L.polyline(points, { ...look, weight: 7 });
    const core = L.polyline(points, { ...look, weight: 3, dashArray: straight ? "1 8" : null });
    edge.addTo(map);
    core.addTo(map);
    return [[edge, "--tour-edge"], [core, "--tour-way"]];
  });
  const paint = () => {
    const style = getComputedStyle(map.getContainer());
    for (const [line, name] of lines) line.setStyle({ color: style.getPropertyValue(name).trim() });
  };
  onThemeChange(paint);
  paint();
}

// Elements rather than drawings: they are links, for fingers, keyboards and screen readers.
function drawStops(map, places, texts) {
  const pane = map.createPane("tour-stops");
  pane.style.zIndex = 650;
  const marks = places.map((at, position) => {
    const number = texts.number(position + 1);
    const label = texts.tour_stop.replace("{count}", number);
    const mark = element("a", { href: `#stop-${position + 1}`, className: "tour-mark leaflet-zoom-hide", title: label, "aria-label": label }, number);
    pane.append(mark);
    return { at, mark };
  });
  const place = () => {
    for (const { at, mark } of marks) L.DomUtil.setPosition(mark, map.latLngToLayerPoint(at).round());
  };
  map.on("zoomend viewreset", place);
  place();
  document.addEventListener("tour:next", ({ detail }) => {
    marks.forEach(({ mark }, position) => {
      mark.classList.toggle("tour-mark-next", position + 1 === detail.number);
      mark.classList.toggle("tour-mark-seen", detail.seen.includes(position + 1));
    });
  });
}

function showWalker(map) {
  const walker = L.layerGroup().addTo(map);
  document.addEventListener("tour:place", ({ detail: { lon, lat, accuracy } }) => {
    const look = { interactive: false, className: "map-position" };
    walker.clearLayers();
    L.circle([lat, lon], { ...look, radius: accuracy, weight: 1, fillOpacity: 0.12 }).addTo(walker);
    L.circleMarker([lat, lon], { ...look, radius: 7, weight: 3, fillOpacity: 1, className: "map-position-dot" }).addTo(walker);
  });
}
