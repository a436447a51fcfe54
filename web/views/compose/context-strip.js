// Above the text: what is answered, or that a message is being changed; with a button that leaves it.

import { calm } from "../../models/inline.js";
import { fill, h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";
import { fillText } from "../room/text.js";

export class ContextStrip {
  #app;
  #room;
  #leave;
  #turn = 0;
  #shown = null;
  element = h("div", { class: "compose-context", hidden: true });

  /** `leave()` is called when the person closes it. */
  constructor(app, room, leave) {
    this.#app = app;
    this.#room = room;
    this.#leave = leave;
  }

  /** `{ replyTo: SEQ or null, line: what is known of it or null, editing: bool }`. */
  async show({ replyTo, line, editing }) {
    const shown = [replyTo, line?.seq, editing].join();
    if (shown === this.#shown) return;
    this.#shown = shown;
    const turn = ++this.#turn;
    this.element.hidden = !replyTo && !editing;
    if (this.element.hidden) return;
    if (editing) return this.#draw("edit", t("compose.editing"), "", t("compose.stopEditing"));
    const drawn = (by, excerpt) =>
      this.#draw("reply", by ? t("compose.answering", { name: calm(by) }) : t("compose.answeringSomebody"), this.#plain(excerpt), t("compose.stopAnswering"));
    if (line) return drawn(line.by?.name, line.text);
    drawn(null, "");
    try {
      const { message } = await this.#app.api.get(`/v1/rooms/${this.#room.id}/messages/${replyTo}`);
      if (turn === this.#turn) drawn(message.by?.name, message.now?.body?.text ?? message.body.text ?? "");
    } catch {
      // It may be gone, or the way there is: that one answers something is said already.
    }
  }

  /** One line without marks; what is hidden until it is asked for stays hidden. */
  #plain(text = "") {
    const content = h("div");
    fillText(content, text.slice(0, 300).replace(/\|\|[^\n]+?\|\|/g, "▒▒▒"), { app: this.#app });
    return [...content.children].map((part) => part.textContent).join(" ");
  }

  #draw(sign, title, excerpt, leave) {
    fill(
      this.element,
      icon(sign, 16),
      h("p", {}, h("strong", { dir: "auto" }, title), excerpt && h("span", { class: "aside", dir: "auto" }, excerpt)),
      h(
        "button",
        { type: "button", class: "quiet round", "aria-label": leave, title: leave, onclick: () => this.#leave() },
        icon("close", 16),
      ),
    );
  }
}
