/** Areas of the city, filled by the class of a share, with the share written on each. */
/* global L */
import { readAddress } from "./address.js";
import { element } from "./elements.js";
import { onThemeChange, shade } from "./styles.js";

const WHOLE = { named: "eligible", installed: "named", near_installed: "eligible" };
const FILLED_UNTIL = 14; // nearer than that the fill fades, and alleys come out
const NUMBERED_FROM_PX = 34; // an area narrower than this has no room for a number
const NAMED_FROM_PX = 76; // nor one narrower than this for its name

export class Areas {
  /** `areaPage` is the address of an area's page, with {id} in it. */
  constructor(map, table, texts, areaPage) {
    Object.assign(this, { map, table, texts, areaPage, measure: "named", layers: [] });
    map.createPane("areas").style.zIndex = 300;
    this.tip = element("div", { className: "map-tip", hidden: true, "aria-hidden": "true" });
    map.getContainer().append(this.tip);
    map.on("zoomend", this.paint, this);
    onThemeChange(() => this.paint());
    this.followTable();
  }

  /** Shows a FeatureCollection of areas; those without a geometry stay in the table alone. */
  show({ features }) {
    for (const feature of features) if (feature.geometry) this.add(feature);
    this.paint();
    const all = L.featureGroup(this.layers.map(({ outline }) => outline)).getBounds();
    if (readAddress().view || !all.isValid()) return;
    // As near as shows all of them, but one far suburb must not shrink the city to a dot.
    const fitting = this.map.getBoundsZoom(all);
    const zoom = Math.max(fitting, this.map.getZoom() - 1);
    const centre = zoom > fitting ? this.map.getCenter() : all.getCenter();
    this.map.setView(centre, zoom, { animate: false });
  }

  /** Colours the areas by another share: "named" or "installed". */
  measureBy(measure) {
    this.measure = measure;
    this.paint();
  }

  add({ geometry, properties }) {
    const [outline] = L.geoJSON(geometry, { pane: "areas" }).getLayers();
    const [longitude, latitude] = properties.label;
    const name = element("bdi", {}, properties.name_fa);
    const percent = element("b");
    const sign = element("span", { className: "area-sign" }, name, percent);
    const icon = L.divIcon({ className: "", html: sign, iconSize: [0, 0] });
    const number = L.marker([latitude, longitude], { interactive: false, keyboard: false, icon });
    outline.addTo(this.map);
    number.addTo(this.map);
    const area = { outline, number, sign, percent, properties };
    this.layers.push(area);
    const path = outline.getElement();
    path.setAttribute("tabindex", "0");
    path.setAttribute("role", "link");
    const open = () => window.location.assign(this.areaPage.replace("{id}", encodeURIComponent(properties.area_id)));
    path.addEventListener("click", open);
    path.addEventListener("keydown", (event) => event.key === "Enter" && open());
    for (const event of ["mouseenter", "focus"]) path.addEventListener(event, () => this.point(area));
    for (const event of ["mouseleave", "blur"]) path.addEventListener(event, () => this.point(null));
  }

  shareOf(properties) {
    const part = properties[this.measure];
    const whole = properties[WHOLE[this.measure]];
    return { part, whole, percent: whole ? (100 * part) / whole : null };
  }

  // Neither 0 nor 100 is said of a share that is only near to it.
  percentText({ percent, part, whole }) {
    if (percent === null) return "–";
    const rounded = Math.round(percent);
    if (part && !rounded) return this.texts.number(1);
    return this.texts.number(part < whole && rounded === 100 ? 99 : rounded);
  }

  sentence({ name_fa: area, ...properties }) {
    const share = this.shareOf(properties);
    const { texts } = this;
    const told = share.percent === null ? texts.no_share : texts.share
      .replace("{part}", texts.number(share.part))
      .replace("{whole}", texts.number(share.whole))
      .replace("{percent}", this.percentText(share));
    return texts.area_and_share.replace("{area}", () => area).replace("{share}", told);
  }

  paint() {
    const zoom = this.map.getZoom();
    const opacity = zoom <= FILLED_UNTIL - 1 ? 0.72 : zoom <= FILLED_UNTIL ? 0.45 : 0;
    for (const { outline, sign, percent, properties } of this.layers) {
      const share = this.shareOf(properties);
      const tone = this.classOf(share.percent)?.colour ?? this.table.noShare;
      const border = this.table.borders.find((style) => style.key === "district");
      outline.setStyle({ fillColor: shade(tone), fillOpacity: opacity, color: shade(border.colour), weight: 1.5 });
      outline.getElement().setAttribute("aria-label", this.sentence(properties));
      percent.textContent = share.percent === null ? "–" : this.texts.percent.replace("{percent}", this.percentText(share));
      const width = this.widthOf(outline);
      sign.hidden = width < NUMBERED_FROM_PX;
      sign.firstChild.hidden = width < NAMED_FROM_PX;
    }
  }

  classOf(percent) {
    if (percent === null) return null;
    return [...this.table.shares].reverse().find(({ least }) => percent >= least);
  }

  widthOf(outline) {
    const bounds = outline.getBounds();
    const left = this.map.latLngToLayerPoint(bounds.getNorthWest());
    return this.map.latLngToLayerPoint(bounds.getSouthEast()).x - left.x;
  }

  /** Points at an area on the map and in the table; null points at none. */
  point(area) {
    for (const { outline } of this.layers) outline.getElement().classList.remove("is-pointed");
    for (const row of document.querySelectorAll("[data-area].is-pointed")) row.classList.remove("is-pointed");
    this.tip.hidden = !area;
    if (!area) return;
    area.outline.getElement().classList.add("is-pointed");
    this.tip.textContent = this.sentence(area.properties);
    const { x, y } = this.map.latLngToContainerPoint(area.number.getLatLng());
    this.tip.style.transform = `translate(calc(${x}px - 50%), ${y + 24}px)`;
    document.querySelector(`[data-area="${CSS.escape(area.properties.area_id)}"]`)?.classList.add("is-pointed");
  }

  followTable() {
    const find = (event) => {
      const id = event.target.closest?.("[data-area]")?.dataset.area;
      return this.layers.find(({ properties }) => properties.area_id === id) ?? null;
    };
    const table = document.querySelector(".coverage-table");
    for (const event of ["mouseover", "focusin"]) table?.addEventListener(event, (e) => this.point(find(e)));
    for (const event of ["mouseleave", "focusout"]) table?.addEventListener(event, () => this.point(null));
  }
}
