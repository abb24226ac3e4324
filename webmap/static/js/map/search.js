/** The list of what was searched. Without JavaScript the same form is a plain page request. */
import { writeAddress } from "./address.js";
import { nodesOf } from "./records.js";

/** Lets the result list answer the search form, where the page has both. */
export function startSearch({ onResults, onFailure }) {
  const form = document.getElementById("search");
  const list = document.getElementById("results");
  if (!form || !list) return;
  let controller = null;

  async function search() {
    controller?.abort();
    const { signal } = (controller = new AbortController());
    const query = new URLSearchParams(new FormData(form));
    writeAddress({ q: query.get("q").trim() });
    list.setAttribute("aria-busy", "true");
    try {
      await fill(list, form.action, query, signal);
      onResults();
    } catch {
      if (signal.aborted) return;
      onFailure();
      // Without network the page of results knows the names this browser keeps.
      if (!navigator.onLine && query.get("q").trim()) form.submit();
    }
    if (!signal.aborted) list.removeAttribute("aria-busy");
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  // An empty box has no results: the page's invitation comes back.
  form.addEventListener("input", () => {
    if (!form.elements.q.value.trim()) search();
  });
}

/** Fills the result list with what lies near a place, where the page has one. */
export async function showNear(longitude, latitude) {
  const form = document.getElementById("search");
  const list = document.getElementById("results");
  if (!form || !list) return;
  const near = `${longitude.toFixed(4)},${latitude.toFixed(4)}`; // about ten metres
  // The dot on the map is what was asked for; without the list it still says where one is.
  await fill(list, form.action, new URLSearchParams({ near })).catch(() => {});
}

async function fill(list, address, query, signal) {
  query.set("fragment", "list");
  const response = await fetch(`${address}?${query}`, { signal });
  if (!response.ok) throw new Error(`search: status ${response.status}`);
  // The wrapper lets the parser keep the list items.
  const [wrapper] = nodesOf(`<ol>${await response.text()}</ol>`);
  list.replaceChildren(...wrapper.childNodes);
}
