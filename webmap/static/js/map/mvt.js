/** Reads Mapbox Vector Tiles (specification 2.1) as ours are: whole numbers, no floats. */

/** Units along a tile's edge, whatever extent the tile was written with. */
export const EXTENT = 4096;

/**
 * @typedef {object} Feature
 * @property {string} layer
 * @property {number} type 1 points, 2 lines, 3 rings, each closed by drawing
 * @property {number} id 0 when it has none
 * @property {object} properties
 * @property {Float32Array[]} parts x, y, x, y … in units of EXTENT
 * @property {number[]} box left, top, right, bottom of all parts
 */

class Reader {
  constructor(bytes, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  // Ids reach 2^40: sums stay exact up to 2^53, shifts would end at 2^31.
  varint() {
    let value = 0;
    let scale = 1;
    let byte;
    do {
      byte = this.bytes[this.at++];
      value += (byte & 127) * scale;
      scale *= 128;
    } while (byte > 127);
    return value;
  }

  signed() {
    const value = this.varint();
    return value % 2 ? -(value + 1) / 2 : value / 2;
  }

  block() {
    const length = this.varint();
    const start = this.at;
    this.at = Math.min(start + length, this.end);
    return new Reader(this.bytes, start, this.at);
  }

  text() {
    const { bytes, at, end } = this.block();
    return new TextDecoder().decode(bytes.subarray(at, end));
  }

  // Calls visit(field, reader) for each field; a field it leaves unread is skipped.
  fields(visit) {
    while (this.at < this.end) {
      const key = this.varint();
      const before = this.at;
      visit(key >> 3, this);
      if (this.at === before) this.skip(key & 7);
    }
  }

  skip(wireType) {
    if (wireType === 0) this.varint();
    else if (wireType === 1) this.at += 8;
    else if (wireType === 2) this.block();
    else this.at += 4;
  }
}

function readValue(reader) {
  let value = null;
  reader.fields((field, r) => {
    if (field === 1) value = r.text();
    else if (field === 4 || field === 5) value = r.varint();
    else if (field === 6) value = r.signed();
    else if (field === 7) value = r.varint() === 1;
  });
  return value;
}

function readGeometry(reader, scale) {
  const parts = [];
  let numbers = [];
  let x = 0;
  let y = 0;
  while (reader.at < reader.end) {
    const command = reader.varint();
    if ((command & 7) === 7) continue; // close path: whoever fills a ring closes it
    for (let left = command >> 3; left > 0 && reader.at < reader.end; left--) {
      if ((command & 7) === 1) parts.push((numbers = []));
      x += reader.signed();
      y += reader.signed();
      numbers.push(x * scale, y * scale);
    }
  }
  return parts.map((part) => Float32Array.from(part));
}

/** Returns left, top, right, bottom of all parts. */
export function boxOf(parts) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const part of parts) {
    for (let i = 0; i < part.length; i += 2) {
      box[0] = Math.min(box[0], part[i]);
      box[1] = Math.min(box[1], part[i + 1]);
      box[2] = Math.max(box[2], part[i]);
      box[3] = Math.max(box[3], part[i + 1]);
    }
  }
  return box;
}

function readFeature(reader, { name, keys, values, scale }) {
  const feature = { layer: name, type: 0, id: 0, properties: {}, parts: [], box: [] };
  reader.fields((field, r) => {
    if (field === 1) feature.id = r.varint();
    else if (field === 3) feature.type = r.varint();
    else if (field === 4) feature.parts = readGeometry(r.block(), scale);
    else if (field === 2) {
      const tags = r.block();
      while (tags.at < tags.end) feature.properties[keys[tags.varint()]] = values[tags.varint()];
    }
  });
  feature.box = boxOf(feature.parts);
  return feature;
}

function readLayer(reader) {
  const layer = { name: "", keys: [], values: [], scale: 1 };
  const features = []; // keys and values follow them, so they wait
  reader.fields((field, r) => {
    if (field === 1) layer.name = r.text();
    else if (field === 2) features.push(r.block());
    else if (field === 3) layer.keys.push(r.text());
    else if (field === 4) layer.values.push(readValue(r.block()));
    else if (field === 5) layer.scale = EXTENT / r.varint();
  });
  return features.map((feature) => readFeature(feature, layer));
}

/** Returns the {@link Feature}s of a tile, an ArrayBuffer, in the order they were written. */
export function decodeTile(buffer) {
  const features = [];
  new Reader(new Uint8Array(buffer)).fields((field, r) => {
    if (field === 3) features.push(...readLayer(r.block()));
  });
  return features;
}
