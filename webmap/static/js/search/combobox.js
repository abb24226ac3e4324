/**
 * An editable combobox with a list of suggestions, as WAI-ARIA 1.2 describes it: the words stay
 * in the box, arrows walk through the list, Enter takes the marked option or else what was typed.
 */

const PAUSE_MS = 120;

export class Combobox {
  /**
   * Takes a form with one `input[name=q]` and one `[role=listbox]`, and in `actions`
   * `suggestions(query, signal)` and `before()`, which give option elements for what is typed
   * and for an empty box, and `choose(option)`.
   */
  constructor(form, actions) {
    this.actions = actions;
    this.input = form.elements.q;
    this.list = form.querySelector("[role=listbox]");
    this.status = form.querySelector("[role=status]");
    this.marked = null;
    Object.assign(this.input, { role: "combobox", ariaAutoComplete: "list", ariaExpanded: "false" });
    this.input.setAttribute("aria-controls", this.list.id);
    this.input.addEventListener("input", () => this.ask());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("focus", () => this.input.value.trim() || this.ask());
    this.input.addEventListener("blur", () => this.close());
    // The box keeps the focus while a finger or a pointer is on the list.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      event.stopPropagation();
      const option = event.target.closest("[role=option]");
      if (option) this.take(option);
    });
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  get isOpen() {
    return !this.list.hidden;
  }

  /** Asks for suggestions after a pause; an answer to older words is thrown away. */
  ask() {
    this.stop();
    const query = this.input.value.trim();
    if (!query) return this.show(this.actions.before());
    const { signal } = (this.asking = new AbortController());
    this.timer = setTimeout(async () => {
      try {
        const found = await this.actions.suggestions(query, signal);
        if (!signal.aborted) this.show(found);
      } catch {
        // Without suggestions the box still sends what was typed.
        if (!signal.aborted) this.close();
      }
    }, PAUSE_MS);
  }

  stop() {
    clearTimeout(this.timer);
    this.asking?.abort();
  }

  show(nodes) {
    this.mark(null);
    this.list.replaceChildren(...nodes);
    for (const [nth, option] of this.options.entries()) option.id = `${this.list.id}-${nth}`;
    this.status.textContent = this.list.querySelector("[data-spoken]")?.dataset.spoken ?? "";
    this.list.hidden = !nodes.length;
    this.input.ariaExpanded = String(this.isOpen);
    this.list.scrollTop = 0;
  }

  close() {
    this.stop();
    this.show([]);
  }

  // The option speaks while it still stands in the page.
  take(option) {
    this.actions.choose(option);
    this.close();
  }

  /** Marks an option as the one Enter takes; null for none. */
  mark(option) {
    this.marked?.removeAttribute("aria-selected");
    this.marked = option;
    if (option) {
      option.ariaSelected = "true";
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  onKey(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (this.isOpen) this.walk(step);
      else this.ask();
    } else if (event.key === "Enter" && this.marked) {
      event.preventDefault();
      this.take(this.marked);
    } else if (event.key === "Escape" && this.isOpen) {
      event.preventDefault();
      this.close();
    }
  }

  /** The box itself is a stop between the last option and the first. */
  walk(step) {
    const stops = [null, ...this.options];
    const at = stops.indexOf(this.marked) + step;
    this.mark(stops[(at + stops.length) % stops.length]);
  }
}
