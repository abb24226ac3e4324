/** The chosen alley: its card, its highlight, its place in the address bar and in the lists. */
import { viewText, writeAddress } from "./address.js";
import { element, icon } from "./elements.js";
import { Highlight } from "./highlight.js";
import { UnknownAlley } from "./records.js";

const NO_COVER = new DOMRect();

export class Selection {
  /** `records` finds an alley by its id; `say` tells people that something went wrong. */
  constructor(map, tiles, { records, texts, say }) {
    Object.assign(this, { map, tiles, records, texts, say, id: null, origin: null });
    this.highlight = new Highlight(map, tiles.look.table.chosen);
    this.card = document.getElementById("card");
    this.card?.addEventListener("click", (event) => {
      if (!event.target.closest("[data-close-card]")) return;
      event.preventDefault(); // without us it may be a link
      this.close();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.id) this.close();
    });
  }

  /**
   * Chooses an alley: push makes a step in the history, zoomIn comes near enough to read,
   * reveal frees it from the card, origin is the link of a list to come back to.
   */
  async open(id, { push = true, zoomIn = false, reveal = true, origin = null } = {}) {
    this.controller?.abort();
    const { signal } = (this.controller = new AbortController());
    Object.assign(this, { id, origin });
    if (push) writeAddress({ alley: id, map: viewText(this.map) }, { push: true });
    this.mark();
    try {
      const alley = await this.records.alley(id, signal);
      if (signal.aborted) return;
      if (alley.id !== id) this.follow(alley.id);
      this.showCard(alley.nodes);
      if (alley.geometry) this.highlight.show(alley.geometry);
      if (alley.geometry && reveal) this.highlight.reveal(this.cover(), { zoomIn });
    } catch (error) {
      if (signal.aborted) return;
      this.close({ push: false });
      writeAddress({ alley: null });
      this.say(error instanceof UnknownAlley ? this.texts.alley_unknown : this.texts.card_missing);
    }
  }

  /** Lets the alley go; the reader's focus returns to where the alley was chosen. */
  close({ push = true } = {}) {
    this.controller?.abort();
    this.id = null;
    this.highlight.hide();
    if (this.card) {
      const hadFocus = this.card.contains(document.activeElement);
      this.card.hidden = true;
      this.card.replaceChildren();
      if (hadFocus) (this.origin ?? this.map.getContainer()).focus({ preventScroll: true });
    }
    this.mark();
    if (push) writeAddress({ alley: null, map: viewText(this.map) }, { push: true });
  }

  // The alley was merged into another: that one is chosen now.
  follow(id) {
    this.id = id;
    writeAddress({ alley: id });
    this.mark();
  }

  showCard(nodes) {
    if (!this.card) return;
    this.card.replaceChildren(...nodes);
    if (!this.card.querySelector("[data-close-card]")) this.card.prepend(this.closeButton());
    if (this.origin?.isConnected) this.card.append(this.backButton());
    this.card.hidden = false;
    this.card.scrollTop = 0;
  }

  closeButton() {
    const label = { "aria-label": this.texts.close_card, "data-close-card": "" };
    return element("button", { type: "button", className: "card-close", ...label }, icon("close"));
  }

  backButton() {
    const { origin } = this;
    const button = element("button", { type: "button", className: "button card-back" });
    button.append(icon("back"), this.texts.back_to_results);
    button.addEventListener("click", () => {
      this.close();
      origin.scrollIntoView({ block: "center" });
      origin.focus({ preventScroll: true });
    });
    return button;
  }

  cover() {
    return this.card && !this.card.hidden ? this.card.getBoundingClientRect() : NO_COVER;
  }

  /** Marks the chosen alley on the map and in the lists. */
  mark() {
    this.tiles.look.chosen = Number(this.id ?? 0);
    this.tiles.labels.update();
    for (const item of document.querySelectorAll("[data-alley-id]")) {
      if (item.dataset.alleyId === this.id) item.setAttribute("aria-current", "true");
      else item.removeAttribute("aria-current");
    }
  }
}
