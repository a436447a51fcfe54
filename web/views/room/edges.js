// What stands before the first row and after the last one: the beginning, what is on its way, or why it did not come.

import { h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";

export class Edges {
  before = h("div", { class: "log-edge" });
  after = h("div", { class: "log-edge", hidden: true });
  #app;
  #beginning;
  #retry;
  #trouble = null;

  /** `beginning(isSilent)` gives what stands above the first line; `retry()` loads again what failed. */
  constructor(app, { beginning, retry }) {
    this.#app = app;
    this.#beginning = beginning;
    this.#retry = retry;
  }

  draw({ lines, isRead, atStart, atEnd, loading, trouble }) {
    this.#trouble = trouble;
    const waits = trouble && !loading ? "trouble" : "loading";
    const isSilent = atStart && atEnd && !lines.some(({ isMessage }) => isMessage);
    this.#put(this.before, isRead && atStart ? (isSilent ? "silent" : "start") : waits, isRead ? 3 : 8);
    this.after.hidden = !isRead || atEnd;
    if (!this.after.hidden) this.#put(this.after, waits, 3);
  }

  #put(edge, state, count) {
    if (edge.dataset.state === state) return;
    edge.dataset.state = state;
    edge.replaceChildren(...this.#content(state, count));
  }

  #content(state, count) {
    if (state === "loading") return ghosts(count);
    if (state !== "trouble") return this.#beginning(state === "silent");
    return [
      h("p", { class: "log-trouble", role: "alert" }, icon("warning"), this.#app.say(this.#trouble)),
      h("button", { type: "button", class: "plain", onclick: this.#retry }, t("app.retry")),
    ];
  }
}

/** Grey bars in the shape of messages that are on their way. */
function ghosts(count) {
  return Array.from({ length: count }, (_, place) =>
    h("div", { class: "ghost", "aria-hidden": "true", data: { shape: String(place % 3) } }, h("i"), h("b"), h("b")),
  );
}
