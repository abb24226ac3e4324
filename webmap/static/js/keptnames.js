/** The names of the register as this browser keeps them, searched without a server. */

const MOST = 50;
const LETTERS = { ي: "ی", ى: "ی", ئ: "ی", ك: "ک", ة: "ه", ۀ: "ه", أ: "ا", إ: "ا", آ: "ا", ؤ: "و" };
const IGNORED = ["شهید", "شهدا", "کوچه", "خیابان", "بلوار", "سردار", "سید", "حاج"];
let kept = null;

/**
 * Finds names in which every word typed begins some word: { rows, total, built }.
 * A row tells name, father, place, formerly, address and alleyId (null off the map).
 */
export async function findKept(query) {
  const { rows, built } = await names();
  const words = folded(query).split(" ").filter(Boolean);
  const telling = words.filter((word) => !IGNORED.includes(word));
  const wanted = telling.length ? telling : words;
  if (!wanted.length) return { rows: [], total: 0, built };
  const found = rows.filter(({ text }) => wanted.every((word) => text.includes(` ${word}`)));
  const whole = ({ text }) => wanted.filter((word) => `${text} `.includes(` ${word} `)).length;
  found.sort((a, b) => whole(b) - whole(a));
  return { rows: found.slice(0, MOST), total: found.length, built };
}

async function names() {
  if (kept) return kept;
  const file = await keptFile();
  if (!file) return { rows: [], built: null };
  const { built, rows } = await file.json();
  kept = { built, rows: rows.map(asRow) };
  return kept;
}

// Its address has the version of the data in it, which a page of yesterday does not know.
async function keptFile() {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    const request = (await cache.keys()).find(({ url }) => url.endsWith("/names.json"));
    if (request) return cache.match(request);
  }
  return null;
}

function asRow([name, father, place, formerly, alleyId, martyrId]) {
  const address = alleyId ? `/alleys/${alleyId}` : `/martyrs/${martyrId}`;
  const text = ` ${folded([name, father, place, formerly].filter(Boolean).join(" "))}`;
  return { name, father, place, formerly, alleyId, address, text };
}

/** One spelling of a text: letters of one keyboard, no vowel signs, no joiners, Latin digits. */
export function folded(text) {
  return text
    .normalize("NFKC")
    .replace(/[\u064b-\u0652\u0670\u0640\u200c\u200d\u200e\u200f]/g, "")
    .replace(/[يىئكةۀأإآؤ]/g, (letter) => LETTERS[letter])
    .replace(/[۰-۹٠-٩]/g, (digit) => String(digit.charCodeAt(0) & 15))
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .toLowerCase()
    .trim();
}
