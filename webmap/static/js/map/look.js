/**
 * How each feature looks now: the style table, what has changed since the tiles were cut, and
 * which states the reader wants to see. Drawing asks it; nothing is drawn here.
 */
import { EXTENT, boxOf } from "./mvt.js";
import { atZoom, byKey, onThemeChange } from "./styles.js";

const MINOR = ["alley", "residential"];
const SMALL = [...MINOR, "path"];
const AREA_LAYERS = ["borders", "areas"];
const LABEL_LAYERS = ["places", "area_labels"];

/** Fires `change` when alleys have to be painted anew. */
export class Look extends EventTarget {
  /** @param {object} table see webmap/maps/city_styles.py */
  constructor(table) {
    super();
    this.table = table;
    this.states = byKey(table.states);
    this.labels = byKey(table.labels);
    this.places = byKey(table.places);
    this.changed = new Map(); // alley id → state or null, where it is not what the tiles say
    this.names = new Map(); // what the map calls the same alleys: their tiles may name somebody
    this.lines = []; // the same alleys as lines, for tiles that hold no single alleys
    this.titles = new Map(); // alley id → whom it is named after
    this.hidden = new Set(); // states the reader has put aside
    onThemeChange(() => this.dispatchEvent(new Event("change")));
  }

  /**
   * Lays the states of alleys over those in the tiles.
   * @param {Array} changed [id, state or null, lines, the map's own name]; a line is
   *   [[longitude, latitude] …]
   */
  setChanged(changed) {
    this.changed = new Map(changed.map(([id, state]) => [id, state]));
    this.names = new Map(changed.map(([id, , , name]) => [id, name]));
    this.lines = changed.map(([id, , lines]) => ({ id, lines: lines.map((line) => line.map(worldPoint)) }));
    this.dispatchEvent(new Event("change"));
  }

  /** Returns the changed alleys as features in the units of a tile. */
  changedLines({ z, x, y }) {
    return this.lines.map(({ id, lines }) => {
      const units = ([wx, wy]) => [(wx * 2 ** z - x) * EXTENT, (wy * 2 ** z - y) * EXTENT];
      const parts = lines.map((line) => Float32Array.from(line.flatMap(units)));
      return { layer: "alleys", type: 2, id, properties: {}, parts, box: boxOf(parts) };
    });
  }

  /** Puts some states aside: their alleys look like any other. */
  setHidden(states) {
    this.hidden = new Set(states);
    this.dispatchEvent(new Event("change"));
  }

  /** Returns the state of an alley as it is now, seen or put aside; null when it has none. */
  stateOf({ id, properties }) {
    const state = id && this.changed.has(id) ? this.changed.get(id) : properties.state;
    return state ?? null;
  }

  /** Returns the state to draw, or null. */
  shownState(feature) {
    const state = this.stateOf(feature);
    return this.states.has(state) && !this.hidden.has(state) ? state : null;
  }

  /** Returns the name to write: whom the register names the alley after, else the map's. */
  titleOf({ id, properties }) {
    const name = id && this.names.has(id) ? this.names.get(id) : properties.name;
    return (id && this.titles.get(id)) || name || "";
  }

  /** Returns the keys of the styles a feature is painted with. */
  keysOf(feature) {
    const { layer, properties } = feature;
    if (LABEL_LAYERS.includes(layer)) return [];
    if (AREA_LAYERS.includes(layer)) return [properties.kind];
    if (!properties.class && !properties.state) return [layer];
    const isUnnamed = this.table.unnamed && this.isUnnamed(feature);
    return [properties.class, this.shownState(feature), isUnnamed && "unnamed"].filter(Boolean);
  }

  /** Tells whether an alley has neither a martyr's name nor any other. */
  isUnnamed(feature) {
    const { layer, properties } = feature;
    return layer === "alleys" && MINOR.includes(properties.class) && !this.titleOf(feature)
      && !this.stateOf(feature);
  }

  /** Returns the label style for a feature with a name, or undefined. */
  labelOf(feature) {
    const { layer, properties } = feature;
    if (LABEL_LAYERS.includes(layer)) return this.labels.get(properties.kind);
    if (this.shownState(feature)) return this.labels.get("state");
    return this.labels.get(SMALL.includes(properties.class) ? "street" : "artery");
  }

  /** Returns how wide a feature's state is drawn [px]; 0 when it has none. */
  stateWidth(feature, zoom) {
    const style = this.states.get(this.shownState(feature));
    return style ? atZoom(style.widths, zoom) : 0;
  }

  /** Returns a label's rank: 0 chooses its place first. */
  rankOf(labelStyle) {
    return this.table.labels.indexOf(labelStyle);
  }
}

// Web Mercator, the world being one unit wide.
function worldPoint([longitude, latitude]) {
  const sine = Math.sin((latitude * Math.PI) / 180);
  return [longitude / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}
