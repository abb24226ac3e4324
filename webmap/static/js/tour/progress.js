/** Which stops were seen, kept in this browser for the next time the page is opened. */

const key = `tour ${document.getElementById("walk").dataset.tour}`;

export function seenStops() {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "[]");
    return new Set(Array.isArray(kept) ? kept.map(String) : []);
  } catch {
    return new Set();
  }
}

export function keepSeen(seen) {
  try {
    localStorage.setItem(key, JSON.stringify([...seen]));
  } catch {
    // A browser that keeps nothing still leads through the tour once.
  }
}
