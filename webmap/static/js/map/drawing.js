/** Paints one tile: ground, edges of streets, streets by class, borders, states and dots on top. */
import { atZoom, shade } from "./styles.js";

const EDGE_PX = 1.5; // what a casing adds to the width of its line
const CASED_FROM_PX = 2.5; // a thinner line would be all edge
const CORE_FROM_PX = 3.5;
const WIDEST_PX = 20; // a line this far outside a tile may still reach into it
const SMALLEST_DOT_PX = 0.75; // radius
const HATCH_PX = 24;

/**
 * @typedef {object} Frame where the units of a tile fall on a canvas, in its pixels
 * @property {number} scale pixels per unit
 * @property {number} left pixels of the tile left of the canvas
 * @property {number} top pixels of the tile above the canvas
 */

/** Tells whether a box of units reaches into a canvas. */
export function isSeen([left, top, right, bottom], frame, width, height, margin = 0) {
  return (
    right * frame.scale > frame.left - margin &&
    bottom * frame.scale > frame.top - margin &&
    left * frame.scale < frame.left + width + margin &&
    top * frame.scale < frame.top + height + margin
  );
}

/**
 * Paints features on a canvas as they look now. The frame also tells the map's zoom, the
 * canvas' size and its pixels per CSS pixel (ratio).
 */
export function drawTile(context, features, frame, look) {
  const paths = pathsByStyle(features, frame, look);
  const paint = (styles, stroke) => {
    for (const style of styles) {
      const path = paths.get(style.key);
      if (path && frame.zoom >= (style.minZoom ?? 0)) stroke(context, path, style, frame);
    }
  };
  const { fills, lines, roads, borders, states, unnamed } = look.table;
  context.lineJoin = "round";
  paint(fills, fillGround);
  paint(lines, strokeLine);
  paint(roads, strokeCasing);
  for (const styles of [roads, unnamed ? [unnamed] : [], borders, states]) paint(styles, strokeLine);
  drawDots(context, features.filter(({ layer }) => layer === "dots"), frame, look);
}

// Alleys too short to be seen as lines from so far away.
function drawDots(context, features, frame, look) {
  for (const feature of features) {
    const style = look.states.get(look.shownState(feature));
    if (!style) continue;
    const radius = Math.max(atZoom(style.widths, frame.zoom) / 2, SMALLEST_DOT_PX) * frame.ratio;
    context.fillStyle = shade(style.thin || style.colour);
    context.beginPath();
    for (const [x, y] of feature.parts) {
      const [left, top] = [x * frame.scale - frame.left, y * frame.scale - frame.top];
      context.moveTo(left + radius, top);
      context.arc(left, top, radius, 0, 2 * Math.PI);
    }
    context.fill();
  }
}

/**
 * Paints over merged lines what single alleys among them have become: first the ground hides the
 * state of before.
 */
export function drawChanges(context, features, frame, look) {
  const [widest] = [...look.table.states].sort((a, b) => atZoom(b.widths, 13) - atZoom(a.widths, 13));
  const cover = { widths: widest.widths.map(([zoom, width]) => [zoom, width + 1]) };
  for (const feature of features) {
    if (!isSeen(feature.box, frame, frame.size, frame.size, WIDEST_PX * frame.ratio)) continue;
    const path = new Path2D();
    trace(path, feature.parts, frame);
    const street = look.table.roads.find(({ key }) => key === "residential");
    const state = look.states.get(look.shownState(feature));
    strokeLine(context, path, { ...cover, colour: look.table.ground }, frame);
    for (const style of [street, state]) if (style) strokeLine(context, path, style, frame);
  }
}

/** Marks a tile that did not arrive, so that nobody takes it for empty ground. */
export function drawMissing(context, { size, ratio }, look) {
  const step = HATCH_PX * ratio;
  context.strokeStyle = shade(look.table.roads[0].colour);
  context.lineWidth = ratio;
  context.beginPath();
  for (let x = -size; x < size; x += step) {
    context.moveTo(x, size);
    context.lineTo(x + size, 0);
  }
  context.stroke();
}

function pathsByStyle(features, frame, look) {
  const paths = new Map();
  for (const feature of features) {
    if (feature.type === 1) continue;
    if (!isSeen(feature.box, frame, frame.size, frame.size, WIDEST_PX * frame.ratio)) continue;
    for (const key of look.keysOf(feature)) {
      if (!paths.has(key)) paths.set(key, new Path2D());
      trace(paths.get(key), feature.parts, frame, feature.type === 3);
    }
  }
  return paths;
}

function trace(path, parts, { scale, left, top }, isClosed = false) {
  for (const part of parts) {
    path.moveTo(part[0] * scale - left, part[1] * scale - top);
    for (let i = 2; i < part.length; i += 2) {
      path.lineTo(part[i] * scale - left, part[i + 1] * scale - top);
    }
    if (isClosed) path.closePath();
  }
}

function fillGround(context, path, style, { ratio }) {
  context.fillStyle = shade(style.colour);
  context.fill(path); // holes wind the other way
  if (!style.edge) return;
  context.setLineDash([]);
  context.strokeStyle = shade(style.edge);
  context.lineWidth = ratio;
  context.stroke(path);
}

function strokeCasing(context, path, style, { zoom, ratio }) {
  const width = atZoom(style.widths, zoom);
  if (!style.casing || width < CASED_FROM_PX) return;
  context.lineCap = "butt";
  context.setLineDash([]);
  context.strokeStyle = shade(style.casing);
  context.lineWidth = (width + EDGE_PX) * ratio;
  context.stroke(path);
}

function strokeLine(context, path, style, { zoom, ratio }) {
  const width = atZoom(style.widths, zoom);
  const dash = style.dash ?? [];
  context.lineCap = dash.length ? "butt" : "round";
  context.setLineDash(dash.map((length) => length * Math.max(width, 1.5) * ratio));
  context.strokeStyle = shade((width < CASED_FROM_PX && style.thin) || style.colour);
  context.lineWidth = width * ratio;
  context.stroke(path);
  if (!style.core || width < CORE_FROM_PX) return;
  context.strokeStyle = shade(style.core);
  context.lineWidth = width * 0.3 * ratio;
  context.stroke(path);
}
