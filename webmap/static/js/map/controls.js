/** The buttons on the map: zoom, near me, full screen, share, and the scale bar. */
/* global L */
import { element, icon, pictureButton } from "./elements.js";
import { shareView } from "./sharing.js";

const SCALE_PX = 110; // the longest bar

/** Puts the controls on a map. `frame` is what fills the screen; `say` speaks to the reader. */
export function addControls(map, { texts, frame, say, onNear }) {
  L.control.zoom({ position: "bottomleft", zoomInTitle: texts.zoom_in, zoomOutTitle: texts.zoom_out }).addTo(map);
  const buttons = [];
  if (onNear && navigator.geolocation) buttons.push(pictureButton("near", texts.near_me, onNear));
  if (document.fullscreenEnabled && frame) buttons.push(fullScreenButton(frame, texts));
  if (window.location.protocol !== "file:" && window.self === window.top) {
    buttons.push(pictureButton("share", texts.share_view, () => shareView(texts, say)));
  }
  if (buttons.length) addBar(map, "topleft", buttons);
  addScale(map, texts);
}

function addBar(map, position, buttons) {
  const control = L.control({ position });
  control.onAdd = () => {
    const bar = element("div", { className: "leaflet-bar" }, ...buttons);
    L.DomEvent.disableClickPropagation(bar);
    return bar;
  };
  control.addTo(map);
}

function fullScreenButton(frame, texts) {
  const button = pictureButton("whole", texts.full_screen, () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else frame.requestFullscreen().catch(() => {}); // refused: the page stays as it is
  });
  document.addEventListener("fullscreenchange", () => {
    const isFull = Boolean(document.fullscreenElement);
    button.title = isFull ? texts.leave_full_screen : texts.full_screen;
    button.setAttribute("aria-label", button.title);
    button.replaceChildren(icon(isFull ? "part" : "whole"));
  });
  return button;
}

function addScale(map, texts) {
  const bar = element("div", { className: "map-scale", role: "img" });
  const control = L.control({ position: "bottomright" });
  control.onAdd = () => bar;
  control.addTo(map);
  const show = () => {
    const metres = roundLength(metresAcross(map, SCALE_PX));
    bar.style.inlineSize = `${(SCALE_PX * metres) / metresAcross(map, SCALE_PX)}px`;
    bar.textContent = metres < 1000 ? texts.metres(metres) : texts.kilometres(metres / 1000);
    bar.setAttribute("aria-label", `${texts.scale} ${bar.textContent}`);
  };
  map.on("moveend", show);
  show();
}

// On the ground, across the middle of the view.
function metresAcross(map, pixels) {
  const middle = map.getSize().divideBy(2);
  const left = map.containerPointToLatLng(middle);
  return map.distance(left, map.containerPointToLatLng(middle.add([pixels, 0])));
}

// The largest of 1, 2, 5, 10 … that is no longer.
function roundLength(metres) {
  const power = 10 ** Math.floor(Math.log10(metres));
  const first = metres / power;
  return power * (first >= 5 ? 5 : first >= 2 ? 2 : 1);
}
