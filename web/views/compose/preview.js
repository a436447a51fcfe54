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
    const { fillText, loadParser } = await import("../room/text.js");
    const content = h("div", { class: "text", dir: "auto" });
    const context = { app: this.#app, mentions: this.#called() };
    const draw = () => fillText(content, text, context);
    // Without the parser the text stands as it was written.
    if (!draw()) await loadParser().then(draw, console.error);
    if (turn === this.#turn) fill(this.element, content);
  }

  /** Whom a name calls, as far as the room's people are known: username to number, or "all". */
  #called() {
    const people = [...(this.#room.members?.values() ?? [])];
    const everybody = this.#room.may.has("mention_all") ? ["all", "here"] : [];
    return new Map([...everybody.map((word) => [word, "all"]), ...people.map(({ username, id }) => [username, id])]);
  }
}
