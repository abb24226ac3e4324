/** Paints the lines of one tile: edges first, then streets by class, borders, states on top. */
import { atZoom, shade } from "./styles.js";

const EDGE_PX = 1.5; // what a casing adds to the width of its line
const CASED_FROM_PX = 2.5; // a thinner line would be all edge
const CORE_FROM_PX = 3.5;
const WIDEST_PX = 20; // a line this far outside a tile may still reach into it

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
 * Paints features on a canvas by the style table. The frame also tells the map's zoom, the
 * canvas' size and its pixels per CSS pixel (ratio).
 */
export function drawTile(context, features, frame, table) {
  const paths = pathsByStyle(features, frame);
  const paint = (styles, stroke) => {
    for (const style of styles) {
      const path = paths.get(style.key);
      if (path && frame.zoom >= style.minZoom) stroke(context, path, style, frame);
    }
  };
  context.lineJoin = "round";
  paint(table.roads, strokeCasing);
  for (const styles of [table.roads, table.borders, table.states]) paint(styles, strokeLine);
}

function pathsByStyle(features, frame) {
  const paths = new Map();
  const add = (key, feature) => {
    if (!paths.has(key)) paths.set(key, new Path2D());
    trace(paths.get(key), feature.parts, frame);
  };
  for (const feature of features) {
    if (feature.type !== 2) continue;
    if (!isSeen(feature.box, frame, frame.size, frame.size, WIDEST_PX * frame.ratio)) continue;
    const { class: roadClass, state, kind } = feature.properties;
    for (const key of [roadClass, state, kind]) if (key) add(key, feature);
  }
  return paths;
}

function trace(path, parts, { scale, left, top }) {
  for (const part of parts) {
    path.moveTo(part[0] * scale - left, part[1] * scale - top);
    for (let i = 2; i < part.length; i += 2) {
      path.lineTo(part[i] * scale - left, part[i + 1] * scale - top);
    }
  }
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
  context.lineCap = style.dash.length ? "butt" : "round";
  context.setLineDash(style.dash.map((length) => length * Math.max(width, 1.5) * ratio));
  context.strokeStyle = shade((width < CASED_FROM_PX && style.thin) || style.colour);
  context.lineWidth = width * ratio;
  context.stroke(path);
  if (!style.core || width < CORE_FROM_PX) return;
  context.strokeStyle = shade(style.core);
  context.lineWidth = width * 0.3 * ratio;
  context.stroke(path);
}
