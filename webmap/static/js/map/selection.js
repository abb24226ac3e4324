/** The chosen alley: its card, its highlight, its place in the address bar and in the list. */
/* global L */
import { viewText, writeAddress } from "./address.js";
import { Highlight } from "./highlight.js";

const NO_COVER = new DOMRect();

export class Selection {
  /** `settings` as in startCityMap; `say` tells people that something went wrong. */
  constructor(map, table, settings, say) {
    Object.assign(this, { map, settings, say, id: null, controller: null });
    this.highlight = new Highlight(map, table.chosen);
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
   * reveal frees it from the card.
   */
  async open(id, { push = true, zoomIn = false, reveal = true } = {}) {
    this.controller?.abort();
    const { signal } = (this.controller = new AbortController());
    this.id = id;
    if (push) writeAddress({ alley: id, map: viewText(this.map) }, { push: true });
    this.markInList();
    try {
      const [card, alley] = await Promise.all([
        this.get(this.settings.cardUrl, id, signal).then((response) => response.text()),
        this.get(this.settings.alleyUrl, id, signal).then((response) => response.json()),
      ]);
      if (signal.aborted) return;
      this.showCard(card);
      if (alley.geometry) this.highlight.show(alley.geometry);
      if (alley.geometry && reveal) this.highlight.reveal(this.cover(), { zoomIn });
    } catch {
      if (!signal.aborted) this.fail();
    }
  }

  /** Lets the alley go. */
  close({ push = true } = {}) {
    this.controller?.abort();
    this.id = null;
    this.highlight.hide();
    if (this.card) {
      const hadFocus = this.card.contains(document.activeElement);
      this.card.hidden = true;
      this.card.replaceChildren();
      if (hadFocus) this.map.getContainer().focus({ preventScroll: true });
    }
    this.markInList();
    if (push) writeAddress({ alley: null, map: viewText(this.map) }, { push: true });
  }

  async get(url, id, signal) {
    const response = await fetch(L.Util.template(url, { id: encodeURIComponent(id) }), { signal });
    if (!response.ok) throw new Error(`alley ${id}: status ${response.status}`);
    return response;
  }

  fail() {
    this.close({ push: false });
    writeAddress({ alley: null });
    this.say(this.settings.texts.card_missing);
  }

  // The fragment comes from our own server, which has escaped it; scripts in it would not run.
  showCard(html) {
    if (!this.card) return;
    const parsed = new DOMParser().parseFromString(html, "text/html");
    const nodes = [...parsed.body.childNodes].map((node) => document.importNode(node, true));
    this.card.replaceChildren(...nodes);
    if (!this.card.querySelector("[data-close-card]")) this.card.prepend(this.closeButton());
    this.card.hidden = false;
  }

  closeButton() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "card-close";
    button.dataset.closeCard = "";
    button.setAttribute("aria-label", this.settings.texts.close_card);
    button.textContent = "×";
    return button;
  }

  cover() {
    return this.card && !this.card.hidden ? this.card.getBoundingClientRect() : NO_COVER;
  }

  /** Marks the chosen alley in the result list. */
  markInList() {
    for (const item of document.querySelectorAll("#results [data-alley-id]")) {
      if (item.dataset.alleyId === this.id) item.setAttribute("aria-current", "true");
      else item.removeAttribute("aria-current");
    }
  }
}
