/**
 * What the map page does around the map: bring the map into sight on phones, tell how many were
 * found, find what is near. The map itself is js/map/.
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

// The map cancels the click on a list item it can show; then the map is where to look.
document.addEventListener("click", (event) => {
  if (event.defaultPrevented && list.contains(event.target)) showMap();
});

document.addEventListener("citymap:ready", () => {
  if (new URLSearchParams(window.location.search).has("alley")) showMap();
});

// Without scripts the closing cross is a link to the map alone.
card.addEventListener("click", (event) => {
  if (event.target.closest("a[data-close-card]")) event.preventDefault();
});

// The count stands in the list as its first line; a live region of its own speaks it.
new MutationObserver(() => {
  tally.textContent = list.querySelector("[data-tally]")?.textContent.trim() ?? "";
}).observe(list, { childList: true });

const nearby = document.getElementById("nearby");
if (navigator.geolocation) nearby.hidden = false;

nearby.addEventListener("click", () => {
  nearby.disabled = true;
  tally.textContent = nearby.dataset.waiting;
  const options = { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 };
  navigator.geolocation.getCurrentPosition(showNearby, refuse, options);
});

async function showNearby({ coords }) {
  const near = `${coords.longitude.toFixed(5)},${coords.latitude.toFixed(5)}`;
  try {
    const response = await fetch(`/search?${new URLSearchParams({ near, fragment: "1" })}`);
    if (!response.ok) throw new Error(`nearby: status ${response.status}`);
    // Our own server has escaped the fragment.
    const parsed = new DOMParser().parseFromString(`<ol>${await response.text()}</ol>`, "text/html");
    list.replaceChildren(...[...parsed.body.firstChild.childNodes].map((n) => document.importNode(n, true)));
  } catch {
    tally.textContent = nearby.dataset.failed;
  }
  nearby.disabled = false;
}

function refuse() {
  nearby.disabled = false;
  tally.textContent = nearby.dataset.refused;
}
