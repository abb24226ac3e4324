/**
 * The map of a page that has everything in it: tiles and records are read from the page instead of
 * asked for. Works from disk, where there is no server to ask.
 */
import { AlleyTiles, createCityMap, startCityMap } from "./citymap.js";
import { element } from "./elements.js";
import { UnknownAlley } from "./records.js";
import { startList } from "./standalonelist.js";

export { AlleyTiles, createCityMap };

const cities = new Map();

function readCity(id) {
  if (!cities.has(id)) cities.set(id, JSON.parse(document.getElementById(id).textContent));
  return cities.get(id);
}

/** Returns a source of tiles, see AlleyTiles, that takes them from an element of the page. */
export function embeddedTiles(id) {
  const { tiles } = readCity(id);
  return async ({ z, x, y }) => {
    const packed = tiles[`${z}/${x}/${y}`];
    if (!packed) return new ArrayBuffer(0);
    const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
    const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(plain).arrayBuffer();
  };
}

/** Starts the page; settings are `texts` and `data`, the id of the element with the city. */
export function startStandaloneMap(map, tiles, settings) {
  const city = readCity(settings.data);
  const alleys = new Map(city.alleys.map((row) => [String(row[0]), recordOf(row)]));
  const records = new EmbeddedRecords(map, tiles, alleys, settings.texts);
  startCityMap(map, tiles, { ...settings, records, counts: city.counts });
  const nothing = { titles: [], plaques: [], clusters: [] };
  tiles.labels.signs.setSource(async ({ z, x, y }) => city.signs[`${z}/${x}/${y}`] ?? nothing);
  startList([...alleys.values()], city.folding, settings.texts);
}

function recordOf([id, longitude, latitude, kind, title, key, lines]) {
  return { id: String(id), longitude, latitude, kind, title, key, lines };
}

class EmbeddedRecords {
  constructor(map, tiles, alleys, texts) {
    Object.assign(this, { map, tiles, alleys, texts });
  }

  async alley(id) {
    const known = this.alleys.get(id);
    if (known && !this.pieces(id).length) await this.comeNear(known);
    const pieces = this.pieces(id);
    if (!known && !pieces.length) throw new UnknownAlley(id);
    const record = known ?? this.plainRecord(id, pieces[0].feature);
    const coordinates = pieces.flatMap(({ feature, frame }) => this.lines(feature, frame));
    const geometry = coordinates.length ? { type: "MultiLineString", coordinates } : null;
    return { id, nodes: cardOf(record), geometry };
  }

  // An alley nobody has named: the tile knows what the map calls it.
  plainRecord(id, feature) {
    const title = this.tiles.look.titleOf(feature) || this.texts.nameless;
    return { id, kind: "", title, lines: [this.texts.states.none] };
  }

  async comeNear({ latitude, longitude }) {
    this.map.setView([latitude, longitude], 17, { animate: false });
    while (this.tiles.isLoading()) {
      await new Promise((resolve) => this.tiles.once("alleytiles:settled", resolve));
    }
  }

  pieces(id) {
    const found = [];
    for (const { features, frame } of this.tiles.visibleTiles()) {
      for (const feature of features) if (String(feature.id) === id) found.push({ feature, frame });
    }
    return found;
  }

  lines({ parts }, { scale, left, top }) {
    const place = (part, i) => {
      const at = [part[i] * scale - left, part[i + 1] * scale - top];
      const { lng, lat } = this.map.containerPointToLatLng(at);
      return [lng, lat];
    };
    return parts.map((part) => Array.from({ length: part.length / 2 }, (_, i) => place(part, 2 * i)));
  }
}

function cardOf({ kind, title, lines }) {
  const heading = element("h2", {}, element("bdi", {}, title));
  const rows = lines.map((line) => element("p", {}, element("bdi", {}, line)));
  return [element("p", { className: "card-kind" }, kind), heading, ...rows];
}
