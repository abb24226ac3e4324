/** The plaques of the view and whom its alleys are named after, fetched tile by tile. */
/* global L */
import { TileCache, keyOf } from "./tilecache.js";

/** From this map zoom on plaques stand singly, from the other one on in clusters. */
export const PLAQUE_ZOOM = 16;
export const CLUSTER_ZOOM = 14;
const WAITING_ZOOM = 17; // a plaque still to come is for those who look closely

const REACH_PX = 96; // drawn beyond the view, as labels are
const TILE_PX = 512;
const DEEPEST = 14; // data zoom of single plaques; the map's is one more
const STATE_OF = { verified: "installed", installed: "installed", waiting: "named", troubled: "damaged" };
const NOTHING = { titles: [], plaques: [], clusters: [] };

export class Signs {
  /** `onChange` is called when something arrived. */
  constructor(map, look, onChange) {
    Object.assign(this, { map, look, onChange });
    map.on("moveend", this.load, this);
  }

  /** Takes signs from an address with {z}, {x} and {y}, or a function as TileCache wants. */
  setSource(source) {
    const load = typeof source === "string" ? fromAddress(source) : source;
    this.cache?.clear();
    this.cache = new TileCache(load);
    this.load();
  }

  /** Fetches what the view lacks. A tile that does not come is asked for again on the next move. */
  load() {
    for (const coords of this.coords()) {
      if (this.cache.peek(coords)) continue;
      this.cache.load(coords).then(
        () => this.arrived(),
        () => {},
      );
    }
  }

  arrived() {
    this.look.titles = new Map([...this.cache.tiles.values()].flatMap(({ titles }) => titles));
    this.onChange();
  }

  coords() {
    const zoom = Math.round(this.map.getZoom());
    if (!this.cache || zoom < CLUSTER_ZOOM) return [];
    const z = Math.min(zoom - 1, DEEPEST);
    const size = TILE_PX * 2 ** (zoom - 1 - z);
    const { min, max } = this.map.getPixelBounds();
    const found = [];
    for (let x = Math.floor(min.x / size); x <= Math.floor(max.x / size); x++) {
      for (let y = Math.floor(min.y / size); y <= Math.floor(max.y / size); y++) found.push({ z, x, y });
    }
    return found;
  }

  /** Yields the plaques to draw: { id, style, at }, `at` in the map's container [px]. */
  *plaques() {
    const styles = new Map(this.look.table.signs.map((style) => [style.key, style]));
    for (const [id, longitude, latitude, key] of this.visible("plaques", PLAQUE_ZOOM)) {
      if (this.look.hidden.has(STATE_OF[key])) continue;
      if (key === "waiting" && this.map.getZoom() < WAITING_ZOOM) continue;
      const at = this.map.latLngToContainerPoint([latitude, longitude]);
      if (this.isNear(at)) yield { id, style: styles.get(key), at };
    }
  }

  // A tile reaches far beyond the view.
  isNear({ x, y }) {
    const size = this.map.getSize();
    return x > -REACH_PX && y > -REACH_PX && x < size.x + REACH_PX && y < size.y + REACH_PX;
  }

  /** Yields the clusters to draw: { count, latLng, at }. */
  *clusters() {
    if (this.map.getZoom() >= PLAQUE_ZOOM) return;
    for (const [longitude, latitude, counts] of this.visible("clusters", CLUSTER_ZOOM)) {
      const seen = Object.entries(counts).filter(([state]) => !this.look.hidden.has(state));
      const count = seen.reduce((sum, [, number]) => sum + number, 0);
      const latLng = L.latLng(latitude, longitude);
      if (count) yield { count, latLng, at: this.map.latLngToContainerPoint(latLng) };
    }
  }

  *visible(what, zoom) {
    if (this.map.getZoom() < zoom) return;
    for (const coords of this.coords()) yield* (this.cache.peek(coords) ?? NOTHING)[what];
  }
}

function fromAddress(url) {
  return async (coords, signal) => {
    const response = await fetch(L.Util.template(url, coords), { signal });
    if (response.status === 204) return NOTHING;
    if (!response.ok) throw new Error(`signs ${keyOf(coords)}: status ${response.status}`);
    return response.json();
  };
}
