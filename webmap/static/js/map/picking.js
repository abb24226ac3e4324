/** Finds the alley under a finger or a mouse. */

/** How far from an alley one may tap [px]; a fingertip hides about 44 px. */
export const TOUCH_PX = 22;
export const MOUSE_PX = 12;
const MARTYR_BONUS_PX = 3; // of two lines side by side, the one with a martyr's name is meant

/**
 * Returns the alley nearest to a point in the pixels of the tiles' frames, or null when none is
 * within the radius. All segments of an alley share its id: any of them stands for the whole.
 */
export function pickAlley(tiles, point, radius, look) {
  let best = null;
  let least = radius;
  for (const { features, frame } of tiles) {
    for (const feature of features) {
      if (feature.layer !== "alleys" || !feature.id) continue;
      const bonus = look.shownState(feature) ? MARTYR_BONUS_PX : 0;
      const distance = distanceTo(feature, point, frame, least + bonus) - bonus;
      if (distance < least) {
        least = distance;
        best = feature;
      }
    }
  }
  return best;
}

function distanceTo({ parts, box }, point, { scale, left, top }, limit) {
  const x = point.x + left;
  const y = point.y + top;
  if (x < box[0] * scale - limit || x > box[2] * scale + limit) return Infinity;
  if (y < box[1] * scale - limit || y > box[3] * scale + limit) return Infinity;
  let least = Infinity;
  for (const part of parts) {
    for (let i = 2; i < part.length; i += 2) {
      const a = { x: part[i - 2] * scale, y: part[i - 1] * scale };
      const b = { x: part[i] * scale, y: part[i + 1] * scale };
      least = Math.min(least, distanceToSegment({ x, y }, a, b));
    }
  }
  return least;
}

function distanceToSegment(p, a, b) {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length2 = dx * dx + dy * dy;
  const share = length2 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / length2 : 0;
  const t = Math.min(1, Math.max(0, share));
  return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}
