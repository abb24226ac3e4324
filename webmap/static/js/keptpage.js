/** The page that stands in without network: answers the search it was asked for. */
import { findKept } from "./keptnames.js";

const form = document.querySelector("main form");
const list = document.getElementById("kept");
const tally = document.getElementById("kept-status");
const template = document.getElementById("kept-row").content;
const number = new Intl.NumberFormat(document.documentElement.lang);

async function show(query) {
  const { rows, total } = await findKept(query);
  list.replaceChildren(...rows.map(item));
  if (!query) tally.textContent = "";
  else tally.textContent = total ? tally.dataset.some.replace("{count}", number.format(total)) : tally.dataset.none;
}

function item({ name, father, place, formerly, address }) {
  const row = template.cloneNode(true);
  row.querySelector("a").href = address;
  const write = (key, text) => {
    const line = row.querySelector(`[data-${key}]`);
    if (text) line.textContent = line.dataset[key] ? line.dataset[key].replace("{text}", text) : text;
    else line.remove();
  };
  write("name", name);
  write("father", father);
  write("place", place);
  write("formerly", formerly);
  return row;
}

const query = new URLSearchParams(location.search).get("q") ?? "";
form.elements.q.value = query;
form.addEventListener("input", () => show(form.elements.q.value.trim()));
show(query.trim());
