/** The alleys of the view as a list: what the map shows, for the keyboard and for the ear. */
import { element } from "./elements.js";

const LISTED = 60;

/** Keeps a list of the page in step with the map. */
export class InView {
  /** `place` holds a heading, a sentence ([data-in-view-status]) and a list. */
  constructor(place, tiles, { texts, alleyPage }) {
    Object.assign(this, { place, tiles, texts, alleyPage });
    this.list = place.querySelector("ol");
    this.sentence = place.querySelector("[data-in-view-status]");
  }

  /** Shows what is in view now; a list that would be the same stays as it is. */
  update(isNear) {
    this.place.hidden = !isNear;
    if (!isNear) return;
    const found = [...this.tiles.namedInView()].map(([id, feature]) => ({
      id,
      title: this.tiles.look.titleOf(feature) || this.texts.nameless,
      state: this.tiles.look.shownState(feature),
    }));
    found.sort((a, b) => a.title.localeCompare(b.title, "fa"));
    const key = found.map(keyOf).join();
    if (key === this.key) return;
    this.key = key;
    this.sentence.textContent = this.sentenceFor(found.length);
    this.fill(found.slice(0, LISTED));
  }

  // What stays in view stays in the list: a reader's focus may be on it.
  fill(alleys) {
    const focused = this.list.contains(document.activeElement) ? document.activeElement : null;
    const wanted = new Map(alleys.map((alley) => [String(alley.id), alley]));
    const kept = new Map();
    for (const item of [...this.list.children]) {
      if (wanted.has(item.dataset.alleyId)) kept.set(item.dataset.alleyId, item);
      else item.remove();
    }
    let place = this.list.firstElementChild;
    for (const [id, alley] of wanted) {
      const item = kept.get(id) ?? this.item(id);
      this.write(item, alley);
      if (item === place) place = place.nextElementSibling;
      else this.list.insertBefore(item, place);
    }
    if (focused?.isConnected && focused !== document.activeElement) focused.focus({ preventScroll: true });
  }

  sentenceFor(count) {
    const { texts } = this;
    if (!count) return texts.none_in_view;
    const text = count > LISTED ? texts.first_in_view : texts.in_view;
    return text.replace("{count}", texts.number(count)).replace("{listed}", texts.number(LISTED));
  }

  item(id) {
    const href = this.alleyPage.replace("{id}", id);
    const link = element("a", { href }, element("bdi"), element("span", { className: "in-view-state" }));
    return element("li", { "data-alley-id": id }, link);
  }

  write(item, { id, title, state }) {
    const [name, what] = item.firstChild.children;
    name.textContent = title;
    what.textContent = this.texts.states[state];
    if (id === this.tiles.look.chosen) item.setAttribute("aria-current", "true");
    else item.removeAttribute("aria-current");
  }
}

function keyOf({ id, title, state }) {
  return `${id} ${title} ${state}`;
}
