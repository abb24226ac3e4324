/** Search while typing. Without JavaScript the same form is a plain page request. */
import { writeAddress } from "./address.js";

const PAUSE_MS = 150;

/** Lets the result list follow the search form. */
export function startSearch({ form, list, onResults, onFailure }) {
  let timer = 0;
  let controller = null;

  async function search() {
    clearTimeout(timer);
    controller?.abort();
    const { signal } = (controller = new AbortController());
    const query = new URLSearchParams(new FormData(form));
    writeAddress({ q: query.get("q").trim() });
    query.set("fragment", "1");
    list.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(`${form.action}?${query}`, { signal });
      if (!response.ok) throw new Error(`search: status ${response.status}`);
      showItems(list, await response.text());
      onResults();
    } catch {
      if (!signal.aborted) onFailure();
    }
    if (!signal.aborted) list.removeAttribute("aria-busy");
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE_MS);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
}

// Our own server has escaped the fragment. The wrapper lets the parser keep the list items.
function showItems(list, html) {
  const parsed = new DOMParser().parseFromString(`<ol>${html}</ol>`, "text/html");
  const nodes = [...parsed.body.firstChild.childNodes];
  list.replaceChildren(...nodes.map((node) => document.importNode(node, true)));
}
