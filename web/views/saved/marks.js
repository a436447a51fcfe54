// Which messages one has saved: asked for once, kept true by what the personal log tells.

import { Signal } from "../../models/signal.js";

const PAGE = 200;
let marks = null;

/** The marks of who is logged in. */
export function savedMessages(app) {
  if (marks?.house !== app.house) marks = new SavedMessages(app);
  return marks;
}

/** Tells "changed". */
class SavedMessages extends Signal {
  #app;
  #names = new Set();
  #asked = null;

  constructor(app) {
    super();
    this.#app = app;
    this.house = app.house;
    app.house.on("told", (event) => {
      const { what, topic } = event?.body ?? event ?? {};
      if (what === "changed" && topic === "saved") this.load(true);
    });
  }

  has(room, seq) {
    return this.#names.has(`${room} ${seq}`);
  }

  /** Asks for them, once; a failure leaves what is known, and the next call asks again. */
  load(anew = false) {
    if (anew) this.#asked = null;
    this.#asked ??= this.#ask().catch(() => (this.#asked = null));
    return this.#asked;
  }

  async #ask() {
    const names = new Set();
    let before;
    do {
      const page = await this.#app.api.get("/v1/me/saved", { limit: PAGE, before });
      for (const { room, seq } of page.saved) names.add(`${room} ${seq}`);
      before = page.next;
    } while (before !== undefined && before !== null);
    this.#names = names;
    this.tell("changed");
  }

  async toggle(room, seq) {
    const name = `${room} ${seq}`;
    const path = `/v1/me/saved/${room}/${seq}`;
    if (this.#names.has(name)) {
      await this.#app.api.delete(path);
      this.#names.delete(name);
    } else {
      await this.#app.api.put(path);
      this.#names.add(name);
    }
    this.tell("changed");
  }
}
