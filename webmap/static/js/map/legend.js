/**
 * The legend, drawn from the style table: what each line means, how many alleys there are of each
 * state, and a tap that puts a state aside or brings it back.
 */
import { readAddress, writeAddress } from "./address.js";
import { element, icon, svg } from "./elements.js";
import { atZoom, onThemeChange, shade } from "./styles.js";

const SWATCH = { width: 44, height: 12 };
const DRAWN_AT_ZOOM = 16;

/**
 * Puts the legend into an element of the page. Returns a function that takes the numbers of
 * alleys by state.
 */
export function startLegend(place, look, texts) {
  const known = look.table.states.map(({ key }) => key);
  const wanted = readAddress().states?.filter((state) => known.includes(state));
  if (wanted?.length) look.setHidden(known.filter((state) => !wanted.includes(state)));
  const rows = [...look.table.states].reverse().map((style) => stateRow(style, look, texts));
  const borders = [...look.table.borders].reverse().map(borderRow);
  const others = look.table.unnamed ? [borderRow(look.table.unnamed), ...borders] : borders;
  const list = element("ul", { className: "legend" }, ...rows.map((row) => row.item), ...others);
  const summary = element("summary", {}, icon("legend"), texts.legend);
  const box = element("details", { className: "legend-box" }, summary, list);
  // Where there is room the legend stands open.
  box.open = place.clientWidth > 700 && place.clientHeight > 640;
  place.append(box);
  onThemeChange(() => box.querySelectorAll("svg.legend-swatch").forEach((picture) => repaint(picture)));

  const show = () => rows.forEach(({ refresh }) => refresh());
  look.addEventListener("change", show);
  show();
  return (counts) => rows.forEach(({ count }) => count(counts));
}

function stateRow(style, look, texts) {
  const number = element("span", { className: "legend-count" });
  const button = element(
    "button",
    { type: "button", className: "legend-state" },
    swatch(style),
    element("span", {}, style.legend),
    number,
  );
  button.addEventListener("click", () => toggle(look, style.key));
  const refresh = () => button.setAttribute("aria-pressed", String(!look.hidden.has(style.key)));
  const count = (counts) => {
    number.textContent = texts.number(counts[style.key] ?? 0);
  };
  return { item: element("li", {}, button), refresh, count };
}

// The last state in sight stays: a map of nothing helps nobody, so then all come back.
function toggle(look, state) {
  const hidden = new Set(look.hidden);
  if (!hidden.delete(state)) hidden.add(state);
  const shown = look.table.states.map(({ key }) => key).filter((key) => !hidden.has(key));
  look.setHidden(shown.length ? hidden : []);
  writeAddress({ status: shown.length && hidden.size ? shown.join(",") : null });
}

function borderRow(style) {
  return element("li", { className: "legend-line" }, swatch(style), element("span", {}, style.legend));
}

/** Returns a filled swatch of a tone. */
export function swatchOf(tone) {
  const { width, height } = SWATCH;
  const picture = svg("svg", { class: "legend-swatch", viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
  const area = svg("rect", { width, height, rx: 2 });
  const fill = () => area.setAttribute("fill", shade(tone));
  onThemeChange(fill);
  fill();
  picture.append(area);
  return picture;
}

function swatch(style) {
  const { width, height } = SWATCH;
  const picture = svg("svg", { class: "legend-swatch", viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
  picture.styleRow = style;
  repaint(picture);
  return picture;
}

function repaint(picture) {
  const style = picture.styleRow;
  const width = atZoom(style.widths, DRAWN_AT_ZOOM);
  const dash = (style.dash ?? []).map((length) => length * Math.max(width, 1.5)).join(" ");
  const line = (tone, thickness) =>
    svg("path", {
      d: `M1 ${SWATCH.height / 2}h${SWATCH.width - 2}`,
      fill: "none",
      stroke: shade(tone),
      "stroke-width": thickness,
      ...(dash && { "stroke-dasharray": dash }),
    });
  picture.replaceChildren(line(style.colour, width));
  if (style.core) picture.append(line(style.core, width * 0.3));
}
