/**
 * The planners' map: the city with its areas coloured by a share, each with its number on it, and
 * alleys without a name from near. Table and map point at each other.
 */
/* global L */
import { ALLEY_ZOOM, AlleyTiles } from "./alleylayer.js";
import { Areas } from "./areas.js";
import { createCityMap } from "./basemap.js";
import { addControls } from "./controls.js";
import { element } from "./elements.js";
import { showNames } from "./hover.js";
import { startLegend, swatchOf } from "./legend.js";
import { preparePrinting } from "./printing.js";
import { startStatus } from "./status.js";
import { spoken } from "./texts.js";

export { AlleyTiles, createCityMap };

const MEASURES = ["named", "installed", "near_installed"];

/** Starts the map; settings are `texts`, `areasUrl` and `areaPage` with {id} in it. */
export async function startCoverageMap(map, tiles, settings) {
  const texts = spoken(settings.texts);
  const frame = document.getElementById("map-view");
  const { say } = startStatus(map, tiles, () => sentence(map, tiles, texts));
  addControls(map, { texts, frame, say });
  showNames(map, tiles, texts);
  preparePrinting(tiles);
  startLegend(frame, tiles.look, texts);
  // The areas carry their names together with their numbers.
  for (const kind of ["district", "neighbourhood"]) tiles.look.labels.delete(kind);
  const areas = new Areas(map, tiles.look.table, texts, settings.areaPage);
  addMeasures(frame, areas, tiles.look.table, texts);
  try {
    const response = await fetch(settings.areasUrl);
    if (!response.ok) throw new Error(`areas: status ${response.status}`);
    areas.show(await response.json());
  } catch {
    say(texts.areas_missing);
  }
  const detail = { map, tiles, areas };
  map.getContainer().dispatchEvent(new CustomEvent("citymap:ready", { detail, bubbles: true }));
}

function sentence(map, tiles, texts) {
  if (map.getZoom() < ALLEY_ZOOM) return texts.closer_for_unnamed;
  const ids = new Set();
  for (const { features } of tiles.visibleTiles()) {
    for (const feature of features) if (tiles.look.isUnnamed(feature)) ids.add(feature.id);
  }
  return texts.unnamed_in_view.replace("{count}", texts.number(ids.size));
}

// What the areas are coloured by, and what the colours mean.
function addMeasures(frame, areas, table, texts) {
  const buttons = MEASURES.map((measure) => {
    const text = texts[`measure_${measure}`];
    const button = element("button", { type: "button", className: "measure" }, text);
    button.addEventListener("click", () => choose(measure));
    return button;
  });
  const choose = (measure) => {
    areas.measureBy(measure);
    buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(MEASURES[i] === measure)));
  };
  const classes = [...table.shares].reverse().map(({ colour, legend }) =>
    element("li", {}, swatchOf(colour), element("span", {}, legend)));
  const group = element("div", { className: "measures", role: "group", "aria-label": texts.measure }, ...buttons);
  frame.before(group, element("ul", { className: "share-classes" }, ...classes));
  choose(MEASURES[0]);
}
