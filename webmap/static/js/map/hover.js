/** The name of what lies under the mouse, beside it; a finger has the card instead. */
import { element } from "./elements.js";
import { MOUSE_PX } from "./picking.js";

const ASIDE_PX = 14;

/** Shows names while the mouse moves over a map; the hand says what can be chosen. */
export function showNames(map, tiles, texts) {
  const name = element("bdi");
  const state = element("span");
  const tip = element("div", { className: "map-tip", hidden: true, "aria-hidden": "true" }, name, state);
  const container = map.getContainer();
  container.append(tip);
  let frame = 0;

  function show({ containerPoint, originalEvent }) {
    const isMouse = originalEvent.pointerType !== "touch";
    const symbol = isMouse && tiles.labels.pick(containerPoint, MOUSE_PX);
    const alley = isMouse && !symbol?.latLng && tiles.pick(containerPoint, MOUSE_PX);
    container.classList.toggle("is-over-alley", Boolean(alley || symbol));
    tip.hidden = !alley;
    if (!alley) return;
    name.textContent = tiles.look.titleOf(alley) || texts.nameless;
    state.textContent = texts.states[tiles.look.shownState(alley)] ?? "";
    place(containerPoint);
  }

  // Beside the mouse, on the side where there is room.
  function place({ x, y }) {
    const isRight = x + ASIDE_PX + tip.offsetWidth < container.clientWidth;
    const left = isRight ? x + ASIDE_PX : x - ASIDE_PX - tip.offsetWidth;
    tip.style.transform = `translate(${left}px, ${Math.max(0, y - tip.offsetHeight - ASIDE_PX)}px)`;
  }

  map.on("mousemove", (event) => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => show(event)); // looked up once a frame
  });
  map.on("mouseout movestart zoomstart", () => {
    cancelAnimationFrame(frame);
    tip.hidden = true;
  });
}
