/** Which names of the view want to be written, in which order, and where each may stand. */
import { isSeen } from "./drawing.js";
import { measuredLine, placeAlong } from "./placing.js";
import { atZoom } from "./styles.js";

const FIT_UPON = 0.95; // how much of its text a line must be long
const FIT_BESIDE = 0.6; // a martyr's name stands beside the line, whose colour must stay in sight
const ASIDE_ZOOM = 17; // from here on a martyr's name may stand level beside a line too short for it
const LONGEST = 48; // letters; no sign of a street carries more
// Marks that turn the direction of text: in a name they would only mirror its letters.
const TURNING = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Returns a name as the map writes it: Persian digits, of a length that can be read. */
export function writtenText(name) {
  const text = name.replace(TURNING, "").replace(/[0-9]/g, (digit) => "۰۱۲۳۴۵۶۷۸۹"[digit]);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/**
 * Returns what wants to be written, the most important first: { text, style, size, rank, line,
 * beside, isPoint, picture, mayStandLevel }. The view tells zoom, width, height and margin [px].
 */
export function candidates(tiles, look, view) {
  const found = [];
  for (const { features, frame } of tiles) {
    for (const feature of features) {
      const style = look.labelOf(feature);
      const isChosen = feature.id > 0 && feature.id === look.chosen;
      if (!style || !isWanted(style, view.zoom, isChosen)) continue;
      const text = writtenText(look.titleOf(feature));
      if (!text && !look.places.has(feature.properties.kind)) continue;
      if (!isSeen(feature.box, frame, view.width, view.height)) continue;
      found.push(...candidatesOf(feature, { text, style, isChosen }, frame, look, view));
    }
  }
  return found.sort((a, b) => a.rank - b.rank || b.line.length - a.line.length);
}

function isWanted(style, zoom, isChosen) {
  return isChosen || (zoom >= style.minZoom && zoom <= style.maxZoom);
}

function candidatesOf(feature, { text, style, isChosen }, frame, look, { zoom }) {
  const isPoint = feature.type !== 2;
  const picture = isPoint && look.places.get(feature.properties.kind);
  const common = {
    text,
    style,
    size: atZoom(style.sizes, zoom),
    rank: isChosen ? -1 : look.rankOf(style),
    beside: look.stateWidth(feature, zoom) / 2,
    isPoint,
    mayStandLevel: isChosen || (zoom >= ASIDE_ZOOM && look.shownState(feature) !== null),
    picture: picture && zoom >= picture.minZoom ? picture : null,
  };
  const parts = feature.type === 3 ? [middleOf(feature.box)] : feature.parts;
  return parts.map((part) => ({ ...common, line: measuredLine(part, frame) }));
}

function middleOf([left, top, right, bottom]) {
  return [(left + right) / 2, (top + bottom) / 2];
}

/** Yields where a candidate of some width may stand, the best place first. */
// Anchors depend on the line alone, so that labels stay where they are when the map moves.
export function* places({ line, size, beside, isPoint, mayStandLevel, picture }, width) {
  if (isPoint) {
    for (const { x, y } of line.points) yield { x, y: picture ? y + size * 0.7 + 5 : y, angle: 0 };
    return;
  }
  const aside = beside ? size * 0.75 + beside : 0;
  if (line.length >= width * (beside ? FIT_BESIDE : FIT_UPON)) {
    const count = Math.min(12, Math.max(1, Math.round(line.length / (width * 1.5))));
    for (const i of fromMiddle(count)) {
      const place = placeAlong(line, (line.length * (i + 0.5)) / count, width, size * 0.7);
      if (place) yield movedUp(place, aside);
    }
  }
  if (mayStandLevel && line.points.length > 1) yield* levelPlaces(line, size, aside, width);
}

// Level beside the middle of a line: over and under it when it runs level too, else to its sides.
function* levelPlaces({ points }, size, aside, width) {
  const i = Math.floor(points.length / 2);
  const [from, to] = [points[i - 1], points[i]];
  const [x, y] = [(from.x + to.x) / 2, (from.y + to.y) / 2];
  const isSteep = Math.abs(to.y - from.y) > Math.abs(to.x - from.x);
  for (const side of [-1, 1]) {
    if (isSteep) yield { x: x + side * (width / 2 + aside), y, angle: 0 };
    else yield { x, y: y + side * (aside + size * 0.4), angle: 0 };
  }
}

// Up as the reader of the text sees it.
function movedUp({ x, y, angle }, distance) {
  return { x: x + Math.sin(angle) * distance, y: y - Math.cos(angle) * distance, angle };
}

function fromMiddle(count) {
  const middle = (count - 1) / 2;
  return [...Array(count).keys()].sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
}
