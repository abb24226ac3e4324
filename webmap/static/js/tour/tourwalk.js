/** Leads through a tour: the next stop large with distance and direction, the others as a list. */
import { keepTour } from "./keeping.js";
import { way, watchPlace } from "./place.js";
import { keepSeen, seenStops } from "./progress.js";
import { count, direction, length, say } from "./words.js";

const NEAR_M = 25;
const MOST_SLACK_M = 40; // a position that is rough may still say that one has arrived
const ROUGH_M = 60;

const next = document.getElementById("walk-next");
const status = document.getElementById("walk-status");
const kept = document.getElementById("walk-kept");
const again = document.getElementById("walk-again");
const part = (name) => next.querySelector(`[data-${name}]`);
const stops = [...document.querySelectorAll("[data-stop]")].map((item, position) => ({
  item,
  id: item.dataset.stop,
  number: position + 1,
  lon: Number(item.dataset.lon),
  lat: Number(item.dataset.lat),
}));
const seen = seenStops();
let here = null;

const current = () => stops.find(({ id }) => !seen.has(id));

function mark(id, isSeen) {
  if (isSeen) seen.add(id);
  else seen.delete(id);
  keepSeen(seen);
  show();
}

function show() {
  const stop = current();
  for (const { item, id } of stops) {
    const isSeen = seen.has(id);
    item.classList.toggle("walk-seen", isSeen);
    item.classList.toggle("walk-current", id === stop?.id);
    item.querySelector("[data-tick]").setAttribute("aria-pressed", String(isSeen));
  }
  next.classList.toggle("walk-over", !stop);
  part("back").hidden = seen.size === 0;
  part("arrived").hidden = !stop;
  again.hidden = seen.size === 0;
  if (stop) showStop(stop);
  else showEnd();
  const numbers = stops.filter(({ id }) => seen.has(id)).map(({ number }) => number);
  document.dispatchEvent(new CustomEvent("tour:next", { detail: { number: stop?.number, seen: numbers } }));
}

function showStop({ item, number, lon, lat }) {
  part("which").textContent = say("stop_of", { count: count(number), total: count(stops.length) });
  part("name").textContent = item.querySelector("[data-title]").textContent;
  part("place").textContent = item.querySelector("[data-at]").textContent;
  part("text").textContent = item.querySelector("[data-told]")?.textContent ?? "";
  showWay(here && way(here, { lon, lat }));
}

function showWay(found) {
  const isHere = found !== null && found.metres <= NEAR_M + Math.min(here.accuracy, MOST_SLACK_M) / 2;
  next.classList.toggle("walk-here", isHere);
  part("far").textContent = found && !isHere ? length(found.metres) : "";
  part("direction").textContent = !found ? "" : isHere ? say("here") : say("to", { direction: direction(found.degrees) });
  const arrow = part("arrow");
  arrow.toggleAttribute("hidden", !found || isHere);
  if (found) arrow.style.setProperty("transform", `rotate(${Math.round(found.degrees)}deg)`);
}

function showEnd() {
  part("which").textContent = say("done", { count: count(seen.size), total: count(stops.length) });
  part("name").textContent = say("all_done");
  part("place").textContent = part("text").textContent = "";
  showWay(null);
}

function showPlace() {
  if (here) document.dispatchEvent(new CustomEvent("tour:place", { detail: here }));
}

function showKept(isKept) {
  kept.textContent = say(isKept ? "kept" : "not_kept");
  kept.classList.toggle("walk-kept-so", isKept);
}

part("arrived").addEventListener("click", () => mark(current().id, true));
part("back").addEventListener("click", () => mark(stops.findLast(({ id }) => seen.has(id)).id, false));
again.addEventListener("click", () => {
  seen.clear();
  mark("", false);
});
for (const { item, id } of stops) {
  const tick = item.querySelector("[data-tick]");
  tick.hidden = false;
  tick.addEventListener("click", () => mark(id, !seen.has(id)));
}
document.addEventListener("tour:drawn", () => {
  show();
  showPlace();
});
addEventListener("offline", () => (kept.textContent = say("offline")));
addEventListener("online", () => keepTour(showKept));

if (stops.length) {
  next.hidden = false;
  show();
  status.textContent = say("finding");
  watchPlace(
    (place) => {
      here = place;
      status.textContent = place.accuracy > ROUGH_M ? say("rough", { length: count(Math.round(place.accuracy)) }) : "";
      showPlace();
      show();
    },
    () => {
      here = null;
      status.textContent = say("refused");
      show();
    },
  );
  if (navigator.onLine) keepTour(showKept);
  else kept.textContent = say("offline");
}

export const tourStops = stops.length;
