/**
 * Draws plaques and places and writes names on one canvas over the view, each text as a whole:
 * letter by letter, Arabic script would lose its joins.
 */
/* global L */
import { candidates, places, writtenText } from "./naming.js";
import { Occupancy } from "./placing.js";
import { PLAQUE_ZOOM, Signs } from "./signs.js";
import { atZoom, shade } from "./styles.js";
import { drawCluster, drawPlace, drawPlate, PLATE_RATIO } from "./symbols.js";

const FONT = "Vazirmatn, Tahoma, sans-serif";
const MARGIN_PX = 96; // written beyond the view, for the first moment of a drag
const REPEAT_PX = 360; // the same name comes again no sooner
const MAX_RATIO = 2;
const PLATE_PX = [[16, 12], [17, 15], [19, 20]];
const PICTURE_PX = [[12, 12], [16, 15], [19, 20]];

export class Labels {
  constructor(map, tiles, look) {
    Object.assign(this, { map, tiles, look, count: 0, symbols: [] });
    this.signs = new Signs(map, look, () => {
      this.update();
      tiles.fire("alleytiles:settled"); // names in lists may have become others
    });
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

  /** Writes at once, on a canvas of its own: one that was cleared prints as a hole in the map. */
  writeForPaper() {
    const fresh = this.canvas.cloneNode();
    this.canvas.replaceWith(fresh);
    this.canvas = fresh;
    this.write();
  }

  write() {
    const context = this.prepareCanvas();
    const zoom = Math.round(this.map.getZoom());
    const room = new Occupancy(this.width, this.height);
    this.count = 0;
    this.symbols = [];
    this.drawClusters(context, room);
    this.drawPlates(context, room, zoom);
    const view = { zoom, width: this.width, height: this.height, margin: MARGIN_PX };
    const found = candidates(this.tiles.visibleTiles(MARGIN_PX), this.look, view);
    this.drawPictures(context, room, found, zoom);
    this.writeNames(context, room, found);
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
    return Object.assign(context, { ...upright, lineJoin: "round", lineCap: "round" });
  }

  drawClusters(context, room) {
    const { cluster } = this.look.table;
    context.font = `700 12px ${FONT}`;
    for (const { count, latLng, at } of this.signs.clusters()) {
      const box = { x: at.x + MARGIN_PX, y: at.y + MARGIN_PX, angle: 0 };
      const radius = drawCluster(context, cluster, box.x, box.y, writtenText(String(count)));
      room.take(box, 2 * radius, 2 * radius);
      this.symbols.push({ at, radius, latLng });
    }
  }

  drawPlates(context, room, zoom) {
    const width = atZoom(PLATE_PX, zoom);
    for (const { id, style, at } of this.signs.plaques()) {
      const box = { x: at.x + MARGIN_PX, y: at.y + MARGIN_PX, angle: 0 };
      // Small plates leave the room to names, which say more.
      if (zoom > PLAQUE_ZOOM) room.take(box, width, width * PLATE_RATIO);
      drawPlate(context, style, box.x, box.y, width);
      this.symbols.push({ at, radius: width / 2, id });
    }
  }

  drawPictures(context, room, found, zoom) {
    const size = atZoom(PICTURE_PX, zoom);
    for (const { picture, line } of found) {
      for (const { x, y } of picture ? line.points : []) {
        if (!room.take({ x, y: y - size * 0.75, angle: 0 }, size, size)) continue;
        drawPlace(context, picture, this.look.table.halo, x, y - size * 0.75, size);
      }
    }
  }

  writeNames(context, room, found) {
    const written = new Map();
    for (const candidate of found) {
      if (!candidate.text) continue;
      context.font = `${candidate.style.bold ? 700 : 400} ${candidate.size}px ${FONT}`;
      const { width } = context.measureText(candidate.text);
      for (const place of places(candidate, width)) {
        if (!isFarFrom(written.get(candidate.text), place)) continue;
        if (!room.take(place, width + 6, candidate.size * 1.15)) continue;
        written.set(candidate.text, [...(written.get(candidate.text) ?? []), place]);
        this.paint(context, candidate, place);
      }
    }
  }

  paint(context, { text, style, size }, { x, y, angle }) {
    context.save();
    context.translate(x, y);
    context.rotate(angle);
    context.lineWidth = size * 0.32;
    context.strokeStyle = shade(this.look.table.halo);
    context.strokeText(text, 0, 0);
    context.fillStyle = shade(style.colour);
    context.fillText(text, 0, 0);
    context.restore();
    this.count += 1;
  }

  /** Returns the plaque ({ id }) or cluster ({ latLng }) nearest to a point of the container. */
  pick(point, radius) {
    let best = null;
    let least = Infinity;
    for (const symbol of this.symbols) {
      const distance = symbol.at.distanceTo(point) - symbol.radius;
      if (distance < Math.min(least, radius / 2)) {
        least = distance;
        best = symbol;
      }
    }
    return best;
  }
}

function isFarFrom(earlier, { x, y }) {
  return !earlier?.some((place) => Math.hypot(place.x - x, place.y - y) < REPEAT_PX);
}
