/** Fetches vector tiles once and keeps the last ones used. */
/* global L */
import { decodeTile } from "./mvt.js";

const EMPTY = [204, 404];
const CAPACITY = 96; // decoded tiles to keep

export class TileCache {
  /** Takes the address of a tile with {z}, {x} and {y} in it. */
  constructor(url) {
    this.url = url;
    this.tiles = new Map(); // insertion order is order of use
    this.pending = new Map();
  }

  /** Returns the features of the tile {x, y, z} if it is here. */
  peek(coords) {
    return this.tiles.get(keyOf(coords));
  }

  /**
   * Returns the features of a tile; callers who ask at the same time share one request.
   * @returns {Promise<Feature[]>} rejected when the tile cannot be had
   */
  async load(coords) {
    const key = keyOf(coords);
    const known = this.tiles.get(key);
    if (known) return this.keep(key, known);
    const request = this.pending.get(key) ?? this.request(key, coords);
    request.users += 1;
    return request.features;
  }

  /** Says that one caller no longer waits; the last one to leave ends the request. */
  release(coords) {
    const request = this.pending.get(keyOf(coords));
    if (!request) return;
    request.users -= 1;
    if (request.users === 0) {
      this.pending.delete(keyOf(coords));
      request.controller.abort();
    }
  }

  request(key, coords) {
    const controller = new AbortController();
    const request = { users: 0, controller };
    request.features = this.fetch(coords, controller.signal)
      .then((features) => this.keep(key, features))
      .finally(() => {
        if (this.pending.get(key) === request) this.pending.delete(key);
      });
    this.pending.set(key, request);
    return request;
  }

  async fetch(coords, signal) {
    const response = await fetch(L.Util.template(this.url, coords), { signal });
    if (EMPTY.includes(response.status)) return [];
    if (!response.ok) throw new Error(`tile ${keyOf(coords)}: status ${response.status}`);
    return decodeTile(await response.arrayBuffer());
  }

  keep(key, features) {
    this.tiles.delete(key);
    this.tiles.set(key, features);
    if (this.tiles.size > CAPACITY) this.tiles.delete(this.tiles.keys().next().value);
    return features;
  }
}

function keyOf({ z, x, y }) {
  return `${z}/${x}/${y}`;
}
