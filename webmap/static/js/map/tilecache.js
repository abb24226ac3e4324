/** Fetches tiles once and keeps the last ones used. */

const CAPACITY = 96; // tiles to keep

/** Says which tile a key is for: z/x/y, as in its address. */
export function keyOf({ z, x, y }) {
  return `${z}/${x}/${y}`;
}

export class TileCache {
  /**
   * Takes a function that fetches what a tile holds: (coords, signal) → Promise, rejected when
   * it cannot be had.
   */
  constructor(fetchTile) {
    this.fetchTile = fetchTile;
    this.clear();
  }

  /** Forgets every tile; whoever waits for one is told that it did not come. */
  clear() {
    for (const request of this.pending?.values() ?? []) request.controller.abort();
    this.tiles = new Map(); // insertion order is order of use
    this.pending = new Map();
  }

  /** Returns what the tile {x, y, z} holds if it is here. */
  peek(coords) {
    return this.tiles.get(keyOf(coords));
  }

  /**
   * Returns what a tile holds; callers who ask at the same time share one request.
   * @returns {Promise} rejected when the tile cannot be had
   */
  async load(coords) {
    const key = keyOf(coords);
    const known = this.tiles.get(key);
    if (known) return this.keep(key, known);
    const request = this.pending.get(key) ?? this.request(key, coords);
    request.users += 1;
    return request.content;
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
    const { tiles } = this;
    request.content = this.fetchTile(coords, controller.signal)
      .then((content) => (tiles === this.tiles ? this.keep(key, content) : content))
      .finally(() => {
        if (this.pending.get(key) === request) this.pending.delete(key);
      });
    this.pending.set(key, request);
    return request;
  }

  keep(key, content) {
    this.tiles.delete(key);
    this.tiles.set(key, content);
    if (this.tiles.size > CAPACITY) this.tiles.delete(this.tiles.keys().next().value);
    return content;
  }
}
