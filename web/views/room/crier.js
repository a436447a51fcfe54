// Says what comes in to those who hear the page: one message as it is, many as their number.

import { calm } from "../../models/inline.js";
import { t } from "../../words/words.js";

const GATHER = 1500;
const LONGEST = 200;

export class Crier {
  #app;
  #last = null;
  #waiting = [];
  #timer = null;

  constructor(app) {
    this.#app = app;
  }

  close() {
    clearTimeout(this.#timer);
  }

  /** Takes the lines that are there now; what is behind those of the last time is news. */
  heard(lines, house) {
    const last = lines.at(-1)?.seq ?? 0;
    if (this.#last === null || last < this.#last) {
      this.#last = last;
      return;
    }
    for (let at = lines.length - 1; at >= 0 && lines[at].seq > this.#last; at--) {
      const line = lines[at];
      if (line.isMessage && line.by.id !== house.me.account.id && !house.blocked.has(line.by.id)) this.#waiting.unshift(line);
    }
    this.#last = last;
    if (this.#waiting.length > 0) this.#timer ??= setTimeout(() => this.#cry(), GATHER);
  }

  #cry() {
    const news = this.#waiting;
    this.#waiting = [];
    this.#timer = null;
    const [line] = news;
    if (news.length > 1) this.#app.announce(t("room.announceMany", { count: news.length }));
    else this.#app.announce(t("room.announceOne", { name: calm(line.by.name), text: calm(line.text).slice(0, LONGEST) }));
  }
}
