/** A Leaflet grid layer that draws vector tiles of streets and alleys on canvases. */
/* global L */
import { drawTile, isSeen } from "./drawing.js";
import { Labels } from "./labels.js";
import { EXTENT } from "./mvt.js";
import { pickAlley } from "./picking.js";
import { onThemeChange, StyleTable } from "./styles.js";
import { TileCache } from "./tilecache.js";

const TILE_PX = 512;
const MIN_DATA_ZOOM = 5;
const MAX_DATA_ZOOM = 15; // beyond it the same tiles are drawn larger, and stay sharp
const LITTLE_MEMORY_GB = 2;
const FULL_RATIO = 2;
const THRIFTY_RATIO = 1.5;

/** The first map zoom whose tiles hold single alleys with ids. */
export const ALLEY_ZOOM = 15;

function drawingRatio() {
  const isSmall = navigator.deviceMemory <= LITTLE_MEMORY_GB;
  return Math.min(window.devicePixelRatio || 1, isSmall ? THRIFTY_RATIO : FULL_RATIO);
}

// Tiles are 512 px wide, so their zoom is one less than the map's.
function dataCoords({ x, y, z }) {
  const steps = Math.max(0, z - 1 - MAX_DATA_ZOOM);
  return { z: z - 1 - steps, x: x >> steps, y: y >> steps };
}

/** Fires `alleytiles:settled` when a tile is drawn or did not arrive. */
export const AlleyTiles = L.GridLayer.extend({
  options: { tileSize: TILE_PX, minZoom: MIN_DATA_ZOOM + 1, keepBuffer: 1, styles: null },

  initialize(url, options) {
    L.GridLayer.prototype.initialize.call(this, options);
    this.cache = new TileCache(url);
    this.styles = new StyleTable(options.styles);
    this.failed = new Map();
    this.waiting = new Set();
  },

  onAdd(map) {
    this.labels = new Labels(map, this, this.styles);
    L.GridLayer.prototype.onAdd.call(this, map);
    map.on("moveend", this.retryFailed, this);
    this.on("tileunload", this.forget, this);
    onThemeChange(() => this._map && this.redraw());
  },

  onRemove(map) {
    map.off("moveend", this.retryFailed, this);
    this.labels.remove();
    L.GridLayer.prototype.onRemove.call(this, map);
  },

  createTile(coords, done) {
    const canvas = L.DomUtil.create("canvas");
    this.drawWhenLoaded(canvas, coords, done);
    return canvas;
  },

  async drawWhenLoaded(canvas, coords, done) {
    this.waiting.add(canvas);
    try {
      const features = await this.cache.load(dataCoords(coords));
      if (!this.waiting.delete(canvas) || !this._map) return;
      this.draw(canvas, coords, features);
      this.labels.update();
    } catch {
      if (!this.waiting.delete(canvas)) return; // nobody waits for it any more
      this.failed.set(canvas, coords);
    }
    done?.(null, canvas);
    this.fire("alleytiles:settled");
  },

  draw(canvas, coords, features) {
    const size = Math.round(TILE_PX * drawingRatio());
    canvas.width = canvas.height = size;
    const data = dataCoords(coords);
    const parts = 2 ** (coords.z - 1 - data.z);
    const frame = {
      scale: (size * parts) / EXTENT,
      left: (coords.x - data.x * parts) * size,
      top: (coords.y - data.y * parts) * size,
      zoom: coords.z,
      size,
      ratio: size / TILE_PX,
    };
    drawTile(canvas.getContext("2d"), features, frame, this.options.styles);
  },

  forget({ tile, coords }) {
    this.failed.delete(tile);
    if (this.waiting.delete(tile)) this.cache.release(dataCoords(coords));
  },

  retryFailed() {
    const again = [...this.failed];
    this.failed.clear();
    for (const [canvas, coords] of again) this.drawWhenLoaded(canvas, coords);
  },

  /** Yields the tiles at hand for the view and a margin [px]; frames count from its corner. */
  *visibleTiles(margin = 0) {
    const z = Math.round(this._map.getZoom());
    const view = this._map.getPixelBounds(this._map.getCenter(), z);
    const corner = view.min.subtract([margin, margin]);
    const last = dataCoords({ ...view.max.add([margin, margin]).divideBy(TILE_PX).floor(), z });
    const first = dataCoords({ ...corner.divideBy(TILE_PX).floor(), z });
    const size = TILE_PX * 2 ** (z - 1 - first.z);
    for (let x = first.x; x <= last.x; x++) {
      for (let y = first.y; y <= last.y; y++) {
        const features = this.cache.peek({ z: first.z, x, y });
        const frame = { scale: size / EXTENT, left: corner.x - x * size, top: corner.y - y * size };
        if (features) yield { features, frame };
      }
    }
  },

  /** Returns the alley within a radius [px] of a point of the map's container, or null. */
  pick(point, radius) {
    if (this._map.getZoom() < ALLEY_ZOOM) return null;
    return pickAlley(this.visibleTiles(), point, radius);
  },

  /** Returns how many alleys with a martyr's name are in view, as far as tiles are loaded. */
  countNamed() {
    const { x: width, y: height } = this._map.getSize();
    const ids = new Set();
    for (const { features, frame } of this.visibleTiles()) {
      for (const { id, properties, box } of features) {
        if (properties.state && id && isSeen(box, frame, width, height)) ids.add(id);
      }
    }
    return ids.size;
  },
});
