// Below the log: who types, and where one writes.

import { calm } from "../../models/inline.js";
import { fill, h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { currentLanguage, t } from "../../words/words.js";

/** Writing is loaded beside reading: a log without it can still be read. */
const composing = import("../compose/composer.js");
composing.catch(() => {});

export class Foot {
  composer = null;
  #app;
  #room;
  #typing = h("p", { class: "typing", "aria-live": "off" });
  #place = h("div", { class: "below" });
  #timer = null;
  /** What has the focus until the composer is there. */
  #stand = null;
  #off;
  #isClosed = false;

  /** `options`: what the composer takes: `{ thread, onsent }`. */
  constructor(app, room, options) {
    this.#app = app;
    this.#room = room;
    this.element = h("div", { class: "foot" }, this.#typing, this.#place);
    this.#off = app.house.on(`typing:${room.id}`, () => this.#drawTyping());
    this.#compose(options);
    this.#drawTyping();
  }

  close() {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#off();
    this.composer?.close();
  }

  /** Into the composer, as soon as it is there; `stand` has the focus until then. On a touch screen it would open the keyboard over the log. */
  focus(stand) {
    const isFine = matchMedia("(pointer: fine)").matches;
    if (isFine && this.composer) return this.composer.focus();
    stand?.focus();
    this.#stand = isFine ? stand : null;
  }

  async #compose(options) {
    try {
      const { composer } = await composing;
      if (this.#isClosed) return;
      this.composer = composer(this.#app, this.#room, options);
      fill(this.#place, this.composer.element);
      // Unless somebody went elsewhere meanwhile.
      if (this.#stand && document.activeElement === this.#stand) this.composer.focus();
    } catch (error) {
      console.error(error);
      fill(this.#place, h("p", { class: "no-writing", role: "alert" }, icon("warning", 18), t("app.notLoaded")));
    }
  }

  #drawTyping() {
    clearTimeout(this.#timer);
    const { me, blocked } = this.#app.house;
    const names = this.#room.typing.filter(({ id }) => id !== me.account.id && !blocked.has(id)).map(({ name }) => calm(name));
    const shown = names.length > 3 ? [...names.slice(0, 2), t("room.others", { count: names.length - 2 })] : names;
    const list = new Intl.ListFormat(currentLanguage()).format(shown);
    const text = names.length > 0 ? t("room.typing", { names: list, count: names.length }) : "";
    if (this.#typing.textContent !== text) {
      fill(this.#typing, text && [h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")), h("bdi", {}, text)]);
    }
    // Who stops is not told of: it runs out.
    if (names.length > 0) this.#timer = setTimeout(() => this.#drawTyping(), 1000);
  }
}
