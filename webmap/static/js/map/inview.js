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
    const key = found.map(({ id, title, state }) => `${id} ${title} ${state}`).join();
    if (key === this.key) return;
    this.key = key;
    this.sentence.textContent = this.sentenceFor(found.length);
    this.list.replaceChildren(...found.slice(0, LISTED).map((alley) => this.item(alley)));
  }

  sentenceFor(count) {
    const { texts } = this;
    if (!count) return texts.none_in_view;
    const text = count > LISTED ? texts.first_in_view : texts.in_view;
    return text.replace("{count}", texts.number(count)).replace("{listed}", texts.number(LISTED));
  }

  item({ id, title, state }) {
    const href = this.alleyPage.replace("{id}", id);
    const name = element("bdi", {}, title);
    const what = element("span", { className: "in-view-state" }, this.texts.states[state]);
    return element("li", { "data-alley-id": id, "data-on-map": "" }, element("a", { href }, name, what));
  }
}
