// How the text will look, while it is written.

import { fill, h } from "../../parts/dom.js";
import { t } from "../../words/words.js";

const PAUSE = 120;

export class Preview {
  #app;
  #room;
  #timer = null;
  #turn = 0;
  element = h("section", { class: "compose-preview", "aria-label": t("compose.preview"), tabindex: "0", hidden: true });

  constructor(app, room) {
    this.#app = app;
    this.#room = room;
  }

  get isOpen() {
    return !this.element.hidden;
  }

  toggle(text) {
    this.element.hidden = !this.element.hidden;
    if (this.isOpen) this.#draw(text);
  }

  /** The text has changed. */
  update(text) {
    if (!this.isOpen) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#draw(text), PAUSE);
  }

  async #draw(text) {
    const turn = ++this.#turn;
    if (!text.trim()) return void fill(this.element, h("p", { class: "aside" }, t("compose.previewEmpty")));
    try {
      const { renderMarkdown } = await import("../room/markdown.js");
      const content = await renderMarkdown(text, { room: this.#room, app: this.#app });
      if (turn === this.#turn) fill(this.element, h("div", { class: "body", dir: "auto" }, content));
    } catch (error) {
      console.error(error);
      if (turn === this.#turn) fill(this.element, h("p", { class: "problem" }, t("app.notLoaded")));
    }
  }
}
