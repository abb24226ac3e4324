/**
 * Writes the names of streets and places on one canvas over the view, each text as a whole:
 * letter by letter, Arabic script would lose its joins.
 */
/* global L */
import { atZoom, shade } from "./styles.js";
import { isSeen } from "./drawing.js";
import { measuredLine, Occupancy, placeAlong } from "./placing.js";

const FONT = "Vazirmatn, Tahoma, sans-serif";
const MARGIN_PX = 96; // written beyond the view, for the first moment of a drag
const REPEAT_PX = 360; // the same name comes again no sooner
const MAX_RATIO = 2;
const FIT_UPON = 0.95; // how much of its text a line must be long
const FIT_BESIDE = 0.6; // a martyr's name stands beside the line, whose colour must stay in sight

export class Labels {
  constructor(map, tiles, styles) {
    Object.assign(this, { map, tiles, styles, count: 0 });
    const pane = map.getPane("labels") ?? map.createPane("labels");
    pane.style.zIndex = 450;
    pane.style.pointerEvents = "none";
    this.canvas = L.DomUtil.create("canvas", "leaflet-zoom-hide", pane);
    this.events = { moveend: this.update, zoomend: this.update, resize: this.update };
    map.on(this.events, this);
    this.loadFonts();
  }

  async loadFonts() {
    const fonts = [400, 700].map((weight) => `${weight} 12px ${FONT}`);
    await Promise.allSettled(fonts.map((font) => document.fonts.load(font, "کوچه")));
    this.update();
  }

  remove() {
    this.map.off(this.events, this);
    this.canvas.remove();
    this.map = null;
  }

  /** Writes the labels anew, once, before the next frame. */
  update() {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = 0;
      if (this.map) this.write();
    });
  }

  write() {
    const context = this.prepareCanvas();
    const zoom = Math.round(this.map.getZoom());
    const room = new Occupancy(this.width, this.height);
    const written = new Map();
    this.count = 0;
    for (const candidate of this.candidates(zoom)) {
      context.font = candidate.font;
      const { width } = context.measureText(candidate.text);
      for (const place of places(candidate, width)) {
        if (!isFarFrom(written.get(candidate.text), place)) continue;
        if (!room.take(place, width + 6, candidate.size * 1.15)) continue;
        written.set(candidate.text, [...(written.get(candidate.text) ?? []), place]);
        this.paint(context, candidate, place);
      }
    }
  }

  prepareCanvas() {
    const size = this.map.getSize();
    const ratio = Math.min(window.devicePixelRatio || 1, MAX_RATIO);
    this.width = size.x + 2 * MARGIN_PX;
    this.height = size.y + 2 * MARGIN_PX;
    const corner = this.map.containerPointToLayerPoint([-MARGIN_PX, -MARGIN_PX]);
    L.DomUtil.setPosition(this.canvas, corner);
    this.canvas.width = this.width * ratio; // setting it also clears the canvas
    this.canvas.height = this.height * ratio;
    this.canvas.style.width = `${this.width}px`;
    this.canvas.style.height = `${this.height}px`;
    const context = this.canvas.getContext("2d");
    context.scale(ratio, ratio);
    const upright = { direction: "rtl", textAlign: "center", textBaseline: "middle" };
    return Object.assign(context, { ...upright, lineJoin: "round" });
  }

  candidates(zoom) {
    const found = [];
    for (const { features, frame } of this.tiles.visibleTiles(MARGIN_PX)) {
      for (const feature of features) {
        const text = withPersianDigits(feature.properties.name);
        const style = text && this.styles.labelOf(feature);
        if (!style || zoom < style.minZoom || zoom > style.maxZoom) continue;
        if (!isSeen(feature.box, frame, this.width, this.height)) continue;
        const size = atZoom(style.sizes, zoom);
        const font = `${style.bold ? 700 : 400} ${size}px ${FONT}`;
        const beside = this.styles.stateWidth(feature, zoom) / 2;
        const rank = this.styles.rankOf(style);
        for (const part of feature.parts) {
          const line = measuredLine(part, frame);
          found.push({ text, style, size, font, rank, beside, line, isPoint: feature.type === 1 });
        }
      }
    }
    return found.sort((a, b) => a.rank - b.rank || b.line.length - a.line.length);
  }

  paint(context, { text, style, size }, { x, y, angle }) {
    context.save();
    context.translate(x, y);
    context.rotate(angle);
    context.lineWidth = size * 0.32;
    context.strokeStyle = shade(this.styles.table.halo);
    context.strokeText(text, 0, 0);
    context.fillStyle = shade(style.colour);
    context.fillText(text, 0, 0);
    context.restore();
    this.count += 1;
  }
}

function withPersianDigits(text) {
  return text?.replace(/[0-9]/g, (digit) => "۰۱۲۳۴۵۶۷۸۹"[digit]);
}

// Anchors depend on the line alone, so that labels stay where they are when the map moves.
function* places({ line, size, beside, isPoint }, width) {
  if (isPoint) {
    for (const { x, y } of line.points) yield { x, y, angle: 0 };
    return;
  }
  if (line.length < width * (beside ? FIT_BESIDE : FIT_UPON)) return;
  const aside = beside ? size * 0.75 + beside : 0;
  const count = Math.min(12, Math.max(1, Math.round(line.length / (width * 1.5))));
  for (const i of fromMiddle(count)) {
    const place = placeAlong(line, (line.length * (i + 0.5)) / count, width, size * 0.7);
    if (place) yield movedUp(place, aside);
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

function isFarFrom(earlier, { x, y }) {
  return !earlier?.some((place) => Math.hypot(place.x - x, place.y - y) < REPEAT_PX);
}
