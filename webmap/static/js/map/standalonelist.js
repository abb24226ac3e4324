/** The list of a standalone page: every named alley, narrowed down while one types. */
import { element } from "./elements.js";

const SHOWN = 100;
const PERSIAN = "۰۱۲۳۴۵۶۷۸۹";
const ARABIC = "٠١٢٣٤٥٦٧٨٩";

/** Fills the list; `folding` says which letters count as one: letter → letter. */
export function startList(alleys, folding, texts) {
  const field = document.getElementById("standalone-q");
  const list = document.getElementById("results");
  const line = document.getElementById("search-status");
  if (!field || !list) return;
  const numbers = new Intl.NumberFormat("fa");
  const sorted = alleys.sort((a, b) => a.title.localeCompare(b.title, "fa"));

  function show() {
    const words = field.value.split(/\s+/).map((word) => folded(word, folding)).filter(Boolean);
    const found = sorted.filter(({ key }) => words.every((word) => key.includes(word)));
    list.replaceChildren(...found.slice(0, SHOWN).map(item));
    const text = found.length > SHOWN ? texts.first_in_list : texts.in_list;
    line.textContent = text
      .replace("{count}", numbers.format(found.length))
      .replace("{listed}", numbers.format(SHOWN));
  }

  field.addEventListener("input", show);
  show();
}

function item({ id, title, lines }) {
  const name = element("bdi", {}, title);
  const where = element("span", {}, lines[0] ?? "");
  const link = element("a", { href: `#${id}` }, name, where);
  return element("li", { "data-alley-id": id }, link);
}

// The same letters as on the server: the table comes from there.
function folded(word, folding) {
  return [...word.normalize("NFKC").toLowerCase()]
    .map((letter) => folding[letter] ?? digit(letter) ?? letter)
    .join("")
    .replace(/[\u0610-\u061a\u064b-\u065f\u0670\u200b-\u200f]/g, "");
}

function digit(letter) {
  const value = Math.max(PERSIAN.indexOf(letter), ARABIC.indexOf(letter));
  return value < 0 ? null : String(value);
}
