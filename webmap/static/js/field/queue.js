/** The events that wait, and those in trouble with what one can do about them. */
import { write } from "./list.js";
import { change, moveTo, takeOut } from "./store.js";
import { count, isolated, moment, say } from "./words.js";

const details = document.getElementById("queue");
const list = document.getElementById("queued");
const template = document.getElementById("queued-event")?.content;

/** Shows what waits; `words` are the statuses in words, `changed` is called after each deed. */
export function showQueue(events, words, changed) {
  const inTrouble = events.filter(({ trouble }) => trouble);
  const ordered = [...inTrouble, ...events.filter(({ trouble }) => !trouble)];
  const text = events.length ? say("waiting", { count: count(events.length) }) : say("nothing_waits");
  for (const told of document.querySelectorAll("[data-waiting]")) told.textContent = text;
  details.classList.toggle("has-trouble", inTrouble.length > 0);
  details.classList.toggle("has-waiting", events.length > 0);
  if (inTrouble.length) details.open = true;
  if (!events.length) details.open = false;
  list.replaceChildren(...ordered.map((event) => item(event, words, changed)));
}

function item(event, words, changed) {
  const row = template.cloneNode(true);
  const { trouble } = event;
  const status = words[event.status] ?? event.status;
  write(row, "name", event.name);
  write(row, "mine", `${say("you_said", { status })} · ${moment(event.at)}`);
  write(row, "theirs", trouble?.result === "conflict" && trouble.sign ? theirs(trouble.sign) : "");
  write(row, "why", trouble?.message);
  const offer = (name, isOffered, deed) => {
    const button = row.querySelector(`[data-${name}]`);
    if (!isOffered) return button.remove();
    button.addEventListener("click", async () => {
      await deed();
      changed();
    });
  };
  const retry = (changes) => change({ ...event, trouble: null, ...changes });
  offer("on-top", trouble?.result === "conflict" && trouble.sign, () => {
    const { after, ...others } = event;
    return change({ ...others, trouble: null, seen: trouble.sign.seen });
  });
  offer("without-photo", trouble?.parameter === "photo", () => retry({ photo: null }));
  offer("without-place", trouble?.parameter === "lat", () => retry({ lon: null, lat: null }));
  offer("again", trouble?.result === "refused", () => retry({}));
  for (const sign of trouble?.candidates ?? []) {
    const button = row.querySelector("[data-drop]").cloneNode();
    button.removeAttribute("data-drop");
    button.textContent = say("is_this", { sign: isolated(described(sign)) });
    button.addEventListener("click", async () => {
      await moveTo(event, sign);
      changed();
    });
    row.querySelector("[data-drop]").before(button);
  }
  offer("drop", true, () => takeOut(event));
  return row;
}

function described({ end, state, day, id }) {
  return [end, state, day, id].filter(Boolean).join("، ");
}

function theirs({ state, day, by, recorded }) {
  return say("they_said", { status: state, day: day ?? "", by: isolated(by ?? ""), at: recorded ?? "" });
}
