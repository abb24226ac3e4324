/**
 * What the map page does around the map: bring the map into sight on phones and tell how many
 * were found. The map itself is js/map/.
 */

const list = document.getElementById("results");
const map = document.getElementById("map");
const card = document.getElementById("card");
const tally = document.getElementById("search-status");
const isNarrow = window.matchMedia("(width < 60rem)");
const isCalm = window.matchMedia("(prefers-reduced-motion: reduce)");

function showMap() {
  if (!isNarrow.matches) return;
  map.scrollIntoView({ block: "start", behavior: isCalm.matches ? "auto" : "smooth" });
}

// The map cancels the choice of an alley it can show; then the map is where to look. It listens
// on the document, so here on the window it has spoken already.
for (const choice of ["click", "suggest:choose"]) {
  window.addEventListener(choice, (event) => {
    if (event.defaultPrevented && event.target.closest("[data-alley-id]")) showMap();
  });
}

// An address that asks for an alley or a view is about the map; one with words is about the list.
document.addEventListener("citymap:ready", () => {
  const asked = new URLSearchParams(window.location.search);
  if (asked.has("alley") || (asked.has("map") && !asked.get("q"))) showMap();
});

// Without scripts the closing cross is a link to the map alone.
card.addEventListener("click", (event) => {
  if (event.target.closest("a[data-close-card]")) event.preventDefault();
});

// The count stands in the list as its first line; a live region of its own speaks it.
new MutationObserver(() => {
  tally.textContent = list.querySelector("[data-tally]")?.textContent.trim() ?? "";
}).observe(list, { childList: true });
