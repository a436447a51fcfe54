// The list over the composer while a word is typed that may be completed. The focus stays in the text; arrows move in the list.

import { closedShortcode, wordAt } from "../../models/completion.js";
import { fill, h } from "../../parts/dom.js";
import { t } from "../../words/words.js";
import { Candidates } from "./candidates.js";
import { replace } from "./field-edits.js";

let count = 0;

export class CompletionList {
  #app;
  #field;
  #candidates;
  #word = null;
  #options = [];
  #chosen = 0;
  /** Where a list was sent away; it stays away while that word is typed. */
  #dismissed = null;
  #id = `completions-${++count}`;
  element = h("div", { class: "completions", role: "listbox", id: this.#id, hidden: true });

  /** `field` is the textarea, `timeline` tells who wrote lately. */
  constructor(app, room, timeline, field) {
    this.#app = app;
    this.#field = field;
    this.#candidates = new Candidates(app, room, timeline);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.#id);
    // The focus stays where it is, and the keyboard of a phone with it.
    this.element.addEventListener("pointerdown", (event) => event.preventDefault());
    this.element.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.#take(this.#options[[...this.element.children].indexOf(option)]);
    });
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /** The text or the caret has changed. */
  async update(event) {
    if (event?.inputType === "insertText" && event.data === ":" && this.#closeShortcode()) return;
    const { value, selectionStart, selectionEnd } = this.#field;
    const word = selectionStart === selectionEnd ? wordAt(value, selectionStart) : null;
    if (!word || word.start === this.#dismissed) {
      if (!word) this.#dismissed = null;
      return this.close();
    }
    const isSame = this.#word?.kind === word.kind && this.#word.query === word.query;
    this.#word = word;
    if (isSame && this.isOpen) return;
    // What is known is shown at once, what the server finds when it comes, unless one has typed on.
    await this.#candidates.find(word, (options) => this.#word === word && this.#show(options));
  }

  /** Takes a key of the text field. Gives whether it was for the list. */
  key(event) {
    if (!this.isOpen || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false;
    const size = this.#options.length;
    if (event.key === "ArrowDown") this.#choose((this.#chosen + 1) % size);
    else if (event.key === "ArrowUp") this.#choose((this.#chosen + size - 1) % size);
    else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey) this.#take(this.#options[this.#chosen]);
    else if (event.key === "Escape") {
      this.#dismissed = this.#word?.start ?? null;
      this.close();
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  close() {
    this.#word = null;
    this.#options = [];
    this.element.hidden = true;
    this.#field.removeAttribute("aria-activedescendant");
  }

  #show(options) {
    if (options.length === 0) {
      this.element.hidden = true;
      this.#field.removeAttribute("aria-activedescendant");
      return;
    }
    const wasOpen = this.isOpen;
    const before = wasOpen ? this.#options[this.#chosen]?.id : null;
    this.#options = options;
    this.element.setAttribute("aria-label", t(`compose.complete.${this.#word.kind}`));
    fill(this.element, options.map((option, at) => this.#row(option, at)));
    this.element.hidden = false;
    this.#choose(Math.max(0, this.#chosen > 0 ? options.findIndex(({ id }) => id === before) : 0));
    if (!wasOpen) this.#app.announce(t("compose.completions", { count: options.length }));
  }

  #row({ sign, label, hint }, at) {
    return h(
      "div",
      { role: "option", id: `${this.#id}-${at}`, "aria-selected": "false" },
      h("span", { class: "completion-sign", "aria-hidden": "true" }, sign),
      h("span", { class: "completion-label", dir: "auto" }, label),
      hint && h("span", { class: "aside", dir: "auto" }, hint),
    );
  }

  #choose(at) {
    this.#chosen = at;
    [...this.element.children].forEach((row, place) => row.setAttribute("aria-selected", String(place === at)));
    this.element.children[at].scrollIntoView({ block: "nearest" });
    this.#field.setAttribute("aria-activedescendant", `${this.#id}-${at}`);
  }

  #take(option) {
    const { start, end } = this.#word;
    this.close();
    option.taken?.();
    // One blank behind it, unless there is one.
    const follows = this.#field.value[end];
    const space = follows === undefined || !/\s/.test(follows) ? " " : "";
    replace(this.#field, { start, end, text: option.text + space, from: start + option.text.length + 1 });
  }

  /** `:tada:` becomes the emoji with its second colon, once the emoji are here. */
  #closeShortcode() {
    const { value, selectionStart } = this.#field;
    const closed = closedShortcode(value, selectionStart);
    const text = closed && this.#candidates.emojiOf(closed.code);
    if (!text) return false;
    this.close();
    replace(this.#field, { start: closed.start, end: closed.end, text });
    return true;
  }
}
