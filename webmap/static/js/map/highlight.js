/** Shows one alley, all its segments together, as a glow over the tiles and under the labels. */
/* global L */
import { atZoom, onThemeChange, shade } from "./styles.js";

const EDGE_PX = 1;
const FREE_MARGIN_PX = 32;
const READING_ZOOM = 17;

export class Highlight {
  constructor(map, style) {
    Object.assign(this, { map, style });
    map.createPane("chosen").style.zIndex = 350; // map.css blends it with the tiles
    const line = { pane: "chosen", interactive: false, opacity: 1 };
    this.edge = L.polyline([], line);
    this.glow = L.polyline([], line);
    this.group = L.layerGroup([this.edge, this.glow]);
    map.on("zoomend", this.paint, this);
    onThemeChange(() => this.paint());
  }

  /** Shows a GeoJSON line, of one part or several, in place of the one before. */
  show({ type, coordinates }) {
    const lines = type === "LineString" ? [coordinates] : coordinates;
    const latLngs = lines.map((line) => line.map(([longitude, latitude]) => [latitude, longitude]));
    this.glow.setLatLngs(latLngs);
    this.edge.setLatLngs(latLngs);
    this.group.addTo(this.map);
    this.paint();
  }

  paint() {
    const weight = atZoom(this.style.widths, this.map.getZoom());
    this.edge.setStyle({ color: shade(this.style.casing), weight: weight + 2 * EDGE_PX });
    this.glow.setStyle({ color: shade(this.style.colour), weight });
  }

  hide() {
    this.group.remove();
  }

  /**
   * Moves the map no farther than needed to free the alley from a box in the window;
   * zoomIn first comes near enough to read its name.
   */
  reveal(cover, { zoomIn }) {
    const bounds = this.glow.getBounds();
    if (!bounds.isValid()) return;
    if (zoomIn) {
      const zoom = Math.min(READING_ZOOM, this.map.getBoundsZoom(bounds));
      this.map.setView(bounds.getCenter(), zoom, { animate: false });
    }
    const free = freeBox(this.map.getContainer().getBoundingClientRect(), cover);
    const box = boxInView(this.map, bounds);
    const shift = [overhang(box.x, free.x), overhang(box.y, free.y)];
    if (shift[0] || shift[1]) this.map.panBy(shift, { animate: !zoomIn });
  }
}

function boxInView(map, bounds) {
  const a = map.latLngToContainerPoint(bounds.getNorthWest());
  const b = map.latLngToContainerPoint(bounds.getSouthEast());
  return { x: [a.x, b.x], y: [a.y, b.y] };
}

// Of the strips beside the cover, the largest; in pixels of the map's container.
function freeBox(map, cover) {
  const left = Math.min(Math.max(cover.left - map.left, 0), map.width);
  const right = Math.min(Math.max(cover.right - map.left, 0), map.width);
  const top = Math.min(Math.max(cover.top - map.top, 0), map.height);
  const bottom = Math.min(Math.max(cover.bottom - map.top, 0), map.height);
  const whole = { x: [0, map.width], y: [0, map.height] };
  if (right <= left || bottom <= top) return whole;
  const strips = [
    { ...whole, x: [0, left] },
    { ...whole, x: [right, map.width] },
    { ...whole, y: [0, top] },
    { ...whole, y: [bottom, map.height] },
  ];
  const area = ({ x, y }) => (x[1] - x[0]) * (y[1] - y[0]);
  return strips.reduce((best, strip) => (area(strip) > area(best) ? strip : best));
}

// How far a range reaches out of the free one; if it is too long, its middle goes to the middle.
function overhang([start, end], [freeStart, freeEnd]) {
  const margin = Math.min(FREE_MARGIN_PX, (freeEnd - freeStart) / 4);
  const first = freeStart + margin;
  const last = freeEnd - margin;
  if (end - start > last - first) return Math.round((start + end - first - last) / 2);
  return Math.round(Math.min(0, start - first) + Math.max(0, end - last));
}
