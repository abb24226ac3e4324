/**
 * Search boxes that suggest while one types; on every page, and before any map has loaded.
 * Without scripts the same form asks for the page of results.
 */
import { Combobox } from "./combobox.js";
import { remember, remembered, forget } from "./recent.js";

const MOST = 8;

for (const form of document.querySelectorAll("form[data-suggest]")) {
  const box = new Combobox(form, {
    suggestions: (query, signal) => suggestions(form, query, signal),
    before: () => recentOptions(form),
    choose: (option) => choose(form, option),
  });
  form.addEventListener("submit", () => {
    remember(box.input.value);
    box.close();
  });
  // This module comes when a box is entered: something may have been typed by now, even sent.
  const sent = new URLSearchParams(location.search).get("q");
  if (document.activeElement === box.input && box.input.value !== sent) box.ask();
}

async function suggestions(form, query, signal) {
  const asked = new URLSearchParams({ q: query, fragment: "options", ...shownPlace() });
  const response = await fetch(`${form.action}?${asked}`, { signal }).catch((error) => {
    if (signal.aborted) throw error;
    return null;
  });
  if (!response) return keptOptions(form, query);
  if (!response.ok) throw new Error(`search: status ${response.status}`);
  // Our own server has escaped it, and scripts in it would not run.
  const parsed = new DOMParser().parseFromString(await response.text(), "text/html");
  return [...parsed.body.children].map((node) => document.importNode(node, true));
}

// Without network: from the names this browser keeps.
async function keptOptions(form, query) {
  const { findKept } = await import("./keptnames.js");
  const template = form.querySelector("template").content.querySelector("[data-recent]");
  return (await findKept(query)).rows.slice(0, MOST).map(({ name, place, address, alleyId }) => {
    const option = template.cloneNode(true);
    option.querySelector("[data-label]").textContent = place ? `${name} · ${place}` : name;
    option.dataset.href = address;
    if (alleyId) option.dataset.alleyId = alleyId;
    return option;
  });
}

/** Where the map looks, as its address says it: rounded to a kilometre, among equals it decides. */
function shownPlace() {
  const [, latitude, longitude] =
    new URLSearchParams(location.search).get("map")?.split("/").map(Number) ?? [];
  if (!Number.isFinite(latitude) || !Number.isFinite(longitude)) return {};
  return { lon: longitude.toFixed(2), lat: latitude.toFixed(2) };
}

function recentOptions(form) {
  const words = remembered();
  if (!words.length) return [];
  const template = form.querySelector("template").content;
  const options = words.slice(0, MOST).map((query) => {
    const option = template.querySelector("[data-recent]").cloneNode(true);
    option.querySelector("[data-label]").textContent = query;
    option.dataset.query = query;
    return option;
  });
  return [...options, template.querySelector("[data-forget]").cloneNode(true)];
}

/** An alley goes to the map if one takes it, else to its page; words go into the box. */
function choose(form, option) {
  if ("forget" in option.dataset) return forget();
  if (option.dataset.query !== undefined) {
    form.elements.q.value = option.dataset.query;
    return form.requestSubmit();
  }
  remember(form.elements.q.value);
  const isTaken = !option.dispatchEvent(
    new CustomEvent("suggest:choose", { bubbles: true, cancelable: true }),
  );
  if (!isTaken) location.assign(option.dataset.href);
}
