/** Draws plaques, clusters of plaques and places on a canvas, each around its own point. */
import { shade } from "./styles.js";

export const PLATE_RATIO = 0.66; // height of a plate by its width

/** Draws a plate of some width [px]: filling, rim and mark all say what state it is in. */
export function drawPlate(context, style, x, y, width) {
  const height = Math.round(width * PLATE_RATIO);
  context.save();
  context.translate(x, y);
  context.beginPath();
  context.roundRect(-width / 2, -height / 2, width, height, width * 0.18);
  context.fillStyle = shade(style.plate);
  context.fill();
  context.setLineDash(style.dash ?? []);
  context.lineWidth = 1.25;
  context.strokeStyle = shade(style.rim);
  context.stroke();
  context.setLineDash([]);
  context.beginPath();
  mark(context, style.mark, width, height);
  context.stroke();
  context.restore();
}

function mark(context, name, width, height) {
  if (name === "line") {
    context.moveTo(-width * 0.24, 0);
    context.lineTo(width * 0.24, 0);
  } else if (name === "tick") {
    context.moveTo(width * 0.2, -height * 0.22);
    context.lineTo(-width * 0.04, height * 0.2);
    context.lineTo(-width * 0.18, 0);
  } else if (name === "stroke") {
    context.moveTo(-width * 0.62, height * 0.62);
    context.lineTo(width * 0.62, -height * 0.62);
  }
}

/** Draws how many plaques are around a point; returns the radius [px]. */
export function drawCluster(context, { paper, ink }, x, y, text) {
  const radius = 8 + 3 * text.length;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = shade(paper);
  context.fill();
  context.setLineDash([]);
  context.lineWidth = 1.25;
  context.strokeStyle = context.fillStyle = shade(ink);
  context.stroke();
  context.fillText(text, x, y + 1);
  return radius;
}

/** Draws the picture of a place of some size [px]. */
export function drawPlace(context, style, halo, x, y, size) {
  context.save();
  context.translate(x, y);
  context.scale(size / 2, size / 2);
  const path = PICTURES[style.picture]();
  context.lineWidth = 0.5;
  context.strokeStyle = shade(halo);
  context.stroke(path);
  context.fillStyle = shade(style.colour);
  context.fill(path);
  context.restore();
}

// Each lies in a square from -1 to 1.
const PICTURES = {
  // The eight-pointed star of the tilework: two squares, one turned.
  star() {
    const path = new Path2D();
    for (let i = 0; i < 16; i++) {
      const radius = i % 2 ? 0.76 : 1;
      const angle = (i * Math.PI) / 8;
      path.lineTo(radius * Math.sin(angle), -radius * Math.cos(angle));
    }
    path.closePath();
    return path;
  },
  dome() {
    const path = new Path2D("M-1 .9V.2C-1-.5-.5-.5 0-1 .5-.5 1-.5 1 .2V.9Z");
    return path;
  },
};
