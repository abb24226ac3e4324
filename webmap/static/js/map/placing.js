/** Finds room for labels: straight stretches of lines, and which cells are taken. */

const CELL_PX = 8;

/** Returns one part of a feature in pixels, with the length up to each vertex. */
export function measuredLine(part, { scale, left, top }) {
  const points = [];
  let length = 0;
  for (let i = 0; i < part.length; i += 2) {
    const x = part[i] * scale - left;
    const y = part[i + 1] * scale - top;
    const last = points[points.length - 1];
    if (last) length += Math.hypot(x - last.x, y - last.y);
    points.push({ x, y, at: length });
  }
  return { points, length };
}

function pointAt({ points }, distance) {
  const next = Math.max(1, points.findIndex(({ at }) => at >= distance));
  const from = points[next - 1];
  const to = points[next];
  const share = to.at > from.at ? (distance - from.at) / (to.at - from.at) : 0;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

/**
 * Returns where a text of some width can lie upright along a line, around a distance from its
 * start, or null where the line strays from the text by more than the tolerance [px].
 */
export function placeAlong(line, middle, width, tolerance) {
  const start = Math.max(0, middle - width / 2);
  const end = Math.min(line.length, middle + width / 2);
  const a = pointAt(line, start);
  const b = pointAt(line, end);
  const chord = Math.hypot(b.x - a.x, b.y - a.y);
  if (chord < (end - start) * 0.9) return null;
  let least = 0;
  let most = 0;
  for (const { x, y, at } of line.points) {
    if (at <= start || at >= end) continue;
    const off = ((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)) / chord;
    least = Math.min(least, off);
    most = Math.max(most, off);
  }
  if (most - least > tolerance) return null;
  const shift = (least + most) / 2 / chord;
  const angle = Math.atan2(b.y - a.y, b.x - a.x);
  return {
    x: (a.x + b.x) / 2 - (b.y - a.y) * shift,
    y: (a.y + b.y) / 2 + (b.x - a.x) * shift,
    angle: angle - Math.PI * Math.round(angle / Math.PI),
  };
}

/** A grid of cells that labels take. */
export class Occupancy {
  constructor(width, height) {
    this.columns = Math.ceil(width / CELL_PX);
    this.rows = Math.ceil(height / CELL_PX);
    this.cells = new Uint8Array(this.columns * this.rows);
  }

  /** Takes a turned box [px] if all of it is free and inside; tells whether it did. */
  take({ x, y, angle }, width, height) {
    const cos = Math.cos(angle);
    const sin = Math.sin(angle);
    const taken = [];
    for (const along of steps(width)) {
      for (const across of steps(height)) {
        const column = Math.floor((x + cos * along - sin * across) / CELL_PX);
        const row = Math.floor((y + sin * along + cos * across) / CELL_PX);
        const cell = row * this.columns + column;
        const inside = column >= 0 && row >= 0 && column < this.columns && row < this.rows;
        if (!inside || this.cells[cell]) return false;
        taken.push(cell);
      }
    }
    for (const cell of taken) this.cells[cell] = 1;
    return true;
  }
}

function steps(size) {
  const count = Math.max(1, Math.ceil(size / (CELL_PX - 2)));
  return Array.from({ length: count + 1 }, (_, i) => (i / count - 0.5) * size);
}
