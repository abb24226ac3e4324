/** The map of a walk: the way as a line, its stops as numbers that lead to the list beside it. */
/* global L */
import { AlleyTiles } from "./alleylayer.js";
import { createCityMap } from "./basemap.js";
import { addControls } from "./controls.js";
import { element } from "./elements.js";
import { showNames } from "./hover.js";
import { startLegend } from "./legend.js";
import { preparePrinting } from "./printing.js";
import { startStatus } from "./status.js";
import { atZoom, onThemeChange, shade } from "./styles.js";
import { spoken } from "./texts.js";

export { AlleyTiles, createCityMap };

const MARGIN_PX = 20;
const EDGE_PX = 2;
const NEAREST_ZOOM = 17;

/** Starts the map; settings are `texts`, `walk` (line, stops, start, goal, isLoop) and `alleyPage`. */
export function startWalkMap(map, tiles, settings) {
  const texts = spoken(settings.texts);
  const { walk } = settings;
  const frame = document.getElementById("map-view");
  const sentence = texts.walk_shown.replace("{count}", texts.number(walk.stops.length));
  const { say } = startStatus(map, tiles, () => sentence);
  addControls(map, { texts, frame, say });
  showNames(map, tiles, texts);
  preparePrinting(tiles);
  startLegend(frame, tiles.look, texts);
  drawLine(map, walk.line, tiles.look.table.chosen);
  drawMarks(map, walk, texts);
  const bounds = L.latLngBounds(walk.line);
  map.fitBounds(bounds, { padding: [MARGIN_PX, MARGIN_PX], maxZoom: NEAREST_ZOOM, animate: false });
  say(sentence);
  map.getContainer().dispatchEvent(new CustomEvent("citymap:ready", { detail: { map, tiles }, bubbles: true }));
}

function drawLine(map, line, style) {
  const look = { interactive: false, lineCap: "round", lineJoin: "round", opacity: 1 };
  const edge = L.polyline(line, look).addTo(map);
  const core = L.polyline(line, look).addTo(map);
  const paint = () => {
    const weight = Math.max(4, atZoom(style.widths, map.getZoom()) * 0.7);
    edge.setStyle({ color: shade(style.casing), weight: weight + 2 * EDGE_PX });
    core.setStyle({ color: shade(style.colour), weight });
  };
  map.on("zoomend", paint);
  onThemeChange(paint);
  paint();
}

// Elements rather than drawings: they are links, for fingers, keyboards and screen readers.
function drawMarks(map, { stops, start, goal, isLoop }, texts) {
  const pane = map.createPane("walk-stops");
  pane.style.zIndex = 650; // above the names of the streets
  const marks = stops.map((at, position) => {
    const number = texts.number(position + 1);
    const label = texts.walk_stop.replace("{count}", number);
    const mark = element("a", { href: `#stop-${position + 1}`, className: "walk-mark", title: label, "aria-label": label }, number);
    return { at, mark };
  });
  marks.unshift({ at: start, mark: end(texts.walk_start, "walk-mark-start") });
  if (!isLoop) marks.push({ at: goal, mark: end(texts.walk_goal, "walk-mark-goal") });
  for (const { mark } of marks) {
    mark.classList.add("leaflet-zoom-hide");
    pane.append(mark);
  }
  const place = () => {
    for (const { at, mark } of marks) L.DomUtil.setPosition(mark, map.latLngToLayerPoint(at).round());
  };
  map.on("zoomend viewreset", place);
  place();
}

function end(text, className) {
  return element("span", { className: `walk-mark ${className}`, title: text, "aria-label": text, role: "img" });
}
