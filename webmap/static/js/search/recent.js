/** What was searched for, kept in this browser alone; where it may keep nothing, nothing is. */

const KEY = "recent-searches";
const MOST = 5;

export function remembered() {
  try {
    const words = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(words) ? words.filter((one) => typeof one === "string") : [];
  } catch {
    return [];
  }
}

export function remember(typed) {
  const words = typed.trim();
  if (!words) return;
  keep([words, ...remembered().filter((one) => one !== words)].slice(0, MOST));
}

export function forget() {
  keep([]);
}

function keep(words) {
  try {
    if (words.length) localStorage.setItem(KEY, JSON.stringify(words));
    else localStorage.removeItem(KEY);
  } catch {
    // Storage is full or forbidden: the search goes on without a memory.
  }
}
