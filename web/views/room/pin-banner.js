// What was pinned last, above the log; a click goes there, the rest is in the panel.

import { plainExcerpt } from "../../models/excerpt.js";
import { calm } from "../../models/inline.js";
import { Line } from "../../models/line.js";
import { fill, h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";

export class PinBanner {
  element = h("div", { class: "pin-banner", hidden: true });
  #app;
  #room;
  #jump;
  #off;
  #pinned = null;
  #isClosed = false;

  constructor(app, room, jump) {
    this.#app = app;
    this.#room = room;
    this.#jump = jump;
    this.#off = room.timeline.on("changed", () => this.#look());
    this.#ask();
  }

  close() {
    this.#isClosed = true;
    this.#off();
  }

  /** Asks again when one of the lines that are held was pinned or unpinned. */
  #look() {
    const pinned = this.#room.timeline.lines.filter((line) => line.pinned).map(({ seq }) => seq).join();
    if (pinned === this.#pinned) return;
    const isFirst = this.#pinned === null;
    this.#pinned = pinned;
    if (!isFirst) this.#ask();
  }

  async #ask() {
    try {
      const { messages, head } = await this.#app.api.get(`/v1/rooms/${this.#room.id}/pins`, { limit: 1 });
      if (!this.#isClosed) this.#show(messages[0] && new Line(messages[0], head));
    } catch {
      // Without it the room can be read as well; the next pin asks again.
    }
  }

  #show(line) {
    this.element.hidden = !line;
    if (!line) return;
    const [app, room] = [this.#app, this.#room];
    const go = (event) => {
      event.preventDefault();
      this.#jump(line.seq);
    };
    fill(
      this.element,
      h(
        "a",
        { class: "pinned", href: app.link.room(room.id, line.seq), onclick: go },
        icon("pin", 16),
        h("span", { class: "unseen" }, t("room.pinnedMessage")),
        h("bdi", { class: "quoted" }, calm(line.by.name)),
        h("bdi", { class: "excerpt" }, calm(plainExcerpt(line.text) ?? line.text)),
      ),
      h("a", { class: "all", href: app.link.about(room.id, "pins") }, t("room.allPins")),
    );
  }
}
