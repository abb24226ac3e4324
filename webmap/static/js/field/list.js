/** The signs around the phone, the nearest first. */
import { metres } from "./place.js";
import { count, length, moment, say } from "./words.js";

const AT_ONCE = 40;
const list = document.getElementById("spots");
const more = document.getElementById("spots-more");
const tally = document.getElementById("spots-tally");
const template = document.getElementById("spot")?.content;
let most = AT_ONCE;

/** What is shown: the list as it is kept, the events that wait, where the phone is, which signs. */
export function showList({ kept, waiting, here, onlyWork }) {
  const shown = ordered(kept, waiting, here).filter(({ isDone }) => !onlyWork || !isDone);
  list.replaceChildren(...shown.slice(0, most).map(card));
  more.hidden = shown.length <= most;
  const date = say("list_of", { date: moment(kept.made) });
  tally.textContent = `${say("shown", { count: count(shown.length) })} · ${date}`;
  more.onclick = () => {
    most += AT_ONCE;
    showList({ kept, waiting, here, onlyWork });
  };
}

export function showFromTop() {
  most = AT_ONCE;
}

/** Signs as they stand with what waits here, the nearest first, those without a place last. */
function ordered(kept, waiting, here) {
  const last = new Map(waiting.map((event) => [event.plaque, event]));
  const origin = here ? [here.lon, here.lat] : null;
  const signs = kept.signs.map((sign) => {
    const event = last.get(sign.id);
    const distance = origin && sign.at ? metres(origin, sign.at) : null;
    const isDone = Boolean(event) || (sign.status === "verified" && !sign.task);
    return { sign, event, distance, isDone, words: kept.words };
  });
  return origin ? signs.sort((a, b) => (a.distance ?? Infinity) - (b.distance ?? Infinity)) : signs;
}

function card({ sign, event, distance, words }) {
  const row = template.cloneNode(true);
  const status = event ? event.status : sign.status;
  row.querySelector("button").dataset.sign = sign.id;
  write(row, "name", sign.name);
  write(row, "distance", distance === null ? "" : length(distance));
  write(row, "task", sign.task);
  write(row, "place", sign.at || sign.place ? sign.place : say("no_place"));
  write(row, "formerly", sign.formerly);
  write(row, "end", sign.end);
  write(row, "day", event ? say("not_sent_yet") : sign.day);
  const chip = row.querySelector("[data-state]");
  chip.textContent = event ? words[status] : sign.state;
  chip.className = `chip chip-${status || "plain"}`;
  return row;
}

/** Fills a line of a copied template, or takes it out where there is nothing to say. */
export function write(row, key, text) {
  const line = row.querySelector(`[data-${key}]`);
  if (text) line.textContent = line.dataset[key] ? line.dataset[key].replace("{text}", text) : text;
  else line.remove();
}
