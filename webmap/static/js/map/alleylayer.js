/** A Leaflet grid layer that draws vector tiles of streets and alleys on canvases. */
/* global L */
import { drawChanges, drawMissing, drawTile, isSeen } from "./drawing.js";
import { Labels } from "./labels.js";
import { Look } from "./look.js";
import { decodeTile, EXTENT } from "./mvt.js";
import { pickAlley } from "./picking.js";
import { TileCache } from "./tilecache.js";

const TILE_PX = 512;
const MIN_DATA_ZOOM = 5;
const MAX_DATA_ZOOM = 15; // beyond it the same tiles are drawn larger, and stay sharp
const FULL_RATIO = 2;
const THRIFTY_RATIO = 1.5;
const SLOW_MS = 24; // a tile that takes longer to paint is felt in the hand
const FIRST_RETRY_MS = 2000;
const LAST_RETRY_MS = 30000;
const EMPTY = [204, 404];

/** The first map zoom whose tiles hold alleys with a state by themselves, with ids. */
export const STATE_ZOOM = 15;

/** The first map zoom whose tiles hold every alley by itself. */
export const ALLEY_ZOOM = 16;

// Tiles are 512 px wide, so their zoom is one less than the map's.
function dataCoords({ x, y, z }) {
  const steps = Math.max(0, z - 1 - MAX_DATA_ZOOM);
  return { z: z - 1 - steps, x: x >> steps, y: y >> steps };
}

// Fetches tiles from an address with {z}, {x} and {y} in it.
function fromAddress(url) {
  return async (coords, signal) => {
    const response = await fetch(L.Util.template(url, coords), { signal });
    if (EMPTY.includes(response.status)) return new ArrayBuffer(0);
    if (!response.ok) throw new Error(`tile ${coords.z}/${coords.x}/${coords.y}: ${response.status}`);
    return response.arrayBuffer();
  };
}

/**
 * Fires `alleytiles:settled` when a tile is drawn or did not arrive. The source is the address of
 * a tile, or a function (coords, signal) → Promise of an ArrayBuffer. Options are those of
 * L.GridLayer, and `styles`, the table of webmap/maps/city_styles.py.
 */
export const AlleyTiles = L.GridLayer.extend({
  options: { tileSize: TILE_PX, minZoom: MIN_DATA_ZOOM + 1, keepBuffer: 1, styles: null },

  initialize(source, options) {
    L.GridLayer.prototype.initialize.call(this, options);
    this.look = new Look(options.styles);
    this.failed = new Map();
    this.waiting = new Map(); // canvas → whom to tell that it is drawn
    this.slowest = [];
    this.setSource(source);
  },

  /** Takes tiles from somewhere else; what is drawn stays until they arrive. */
  setSource(source) {
    this.source = source;
    const load = typeof source === "string" ? fromAddress(source) : source;
    this.cache?.clear();
    this.cache = new TileCache(async (...asked) => decodeTile(await load(...asked)));
    if (this._map) this.reload(Object.values(this._tiles).map(({ el, coords }) => [el, coords]));
  },

  onAdd(map) {
    this.labels = new Labels(map, this, this.look);
    L.GridLayer.prototype.onAdd.call(this, map);
    map.on("moveend", this.retryFailed, this);
    this.on("tileunload", this.forget, this);
    this.repaint = this.repaint.bind(this);
    this.retryFailed = this.retryFailed.bind(this);
    this.look.addEventListener("change", this.repaint);
    window.addEventListener("online", this.retryFailed);
  },

  onRemove(map) {
    map.off("moveend", this.retryFailed, this);
    this.look.removeEventListener("change", this.repaint);
    window.removeEventListener("online", this.retryFailed);
    this.labels.remove();
    L.GridLayer.prototype.onRemove.call(this, map);
  },

  createTile(coords, done) {
    const canvas = L.DomUtil.create("canvas");
    this.drawWhenLoaded(canvas, coords, done);
    return canvas;
  },

  async drawWhenLoaded(canvas, coords, done) {
    this.waiting.set(canvas, done ?? this.waiting.get(canvas));
    const { cache } = this;
    try {
      const features = await cache.load(dataCoords(coords));
      if (!this.isAwaited(canvas, cache)) return;
      this.retryMs = FIRST_RETRY_MS;
      this.draw(canvas, coords, features);
      this.labels.update();
    } catch {
      if (!this.isAwaited(canvas, cache)) return;
      this.failed.set(canvas, coords);
      drawMissing(...this.prepared(canvas, coords), this.look);
      this.retryLater();
    }
    const tell = this.waiting.get(canvas);
    this.waiting.delete(canvas);
    tell?.(null, canvas);
    this.fire("alleytiles:settled");
  },

  // False when nobody looks at the tile any more, or when it comes from elsewhere by now.
  isAwaited(canvas, cache) {
    return cache === this.cache && this.waiting.has(canvas) && Boolean(this._map);
  },

  draw(canvas, coords, features) {
    const started = performance.now();
    const [context, frame] = this.prepared(canvas, coords);
    drawTile(context, features, frame, this.look);
    if (coords.z < ALLEY_ZOOM) {
      drawChanges(context, this.look.changedLines(dataCoords(coords)), frame, this.look);
    }
    this.slowest = [performance.now() - started, ...this.slowest].slice(0, 8);
  },

  prepared(canvas, coords) {
    const size = Math.round(TILE_PX * this.ratio());
    canvas.width = canvas.height = size; // setting it also clears the canvas
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
    return [canvas.getContext("2d"), frame];
  },

  // Sharp as the screen is, up to 2; on a phone that is slow to paint, a little less.
  ratio() {
    const isSlow = this.slowest.filter((took) => took > SLOW_MS).length >= 3;
    return Math.min(window.devicePixelRatio || 1, isSlow ? THRIFTY_RATIO : FULL_RATIO);
  },

  /** Paints what is at hand anew, without asking for anything. */
  repaint() {
    for (const { el, coords } of Object.values(this._tiles)) {
      const features = this.cache.peek(dataCoords(coords));
      if (features) this.draw(el, coords, features);
    }
    this.labels.update();
    this.fire("alleytiles:settled");
  },

  forget({ tile, coords }) {
    this.failed.delete(tile);
    if (this.waiting.delete(tile)) this.cache.release(dataCoords(coords));
  },

  retryLater() {
    if (this.retryTimer) return;
    const wait = this.retryMs ?? FIRST_RETRY_MS;
    this.retryMs = Math.min(wait * 2, LAST_RETRY_MS);
    this.retryTimer = setTimeout(() => this._map && this.retryFailed(), wait);
  },

  retryFailed() {
    clearTimeout(this.retryTimer);
    this.retryTimer = 0;
    const again = [...this.failed];
    this.failed.clear();
    this.reload(again);
  },

  reload(tiles) {
    for (const [canvas, coords] of tiles) this.drawWhenLoaded(canvas, coords);
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
        if (features) yield { features: this.withChanged(features, { z: first.z, x, y }), frame };
      }
    }
  },

  // A tile that holds single only what had a state when it was cut lacks what was named since.
  withChanged(features, coords) {
    if (coords.z >= MAX_DATA_ZOOM || !this.look.changed.size) return features;
    const there = new Set(features.map(({ id }) => id));
    return [...features, ...this.look.changedLines(coords).filter(({ id }) => !there.has(id))];
  },

  /** Returns the alley within a radius [px] of a point of the map's container, or null. */
  pick(point, radius) {
    if (this._map.getZoom() < STATE_ZOOM) return null;
    return pickAlley(this.visibleTiles(), point, radius, this.look);
  },

  /** Returns the alleys in view that are drawn as named after a martyr: id → a feature of each. */
  namedInView() {
    const { x: width, y: height } = this._map.getSize();
    const found = new Map();
    for (const { features, frame } of this.visibleTiles()) {
      for (const feature of features) {
        if (!feature.id || !this.look.shownState(feature)) continue;
        if (isSeen(feature.box, frame, width, height)) found.set(feature.id, feature);
      }
    }
    return found;
  },
});
