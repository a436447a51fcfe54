// Below the log: who types, and where one writes, or why one cannot.

import { calm } from "../../models/inline.js";
import { fill, h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { currentLanguage, t } from "../../words/words.js";
import { momentText } from "./when.js";

/** Writing is loaded beside reading: a log without it can still be read. */
const composing = import("../compose/composer.js");
composing.catch(() => {});

export class Foot {
  composer = null;
  #app;
  #room;
  #options;
  #sign = null;
  #typing = h("p", { class: "typing", "aria-live": "off" });
  #place = h("div", { class: "below" });
  #timer = null;
  #offs;
  #isClosed = false;

  /** `options`: what the composer takes: `{ thread, onsent }`. */
  constructor(app, room, options) {
    this.#app = app;
    this.#room = room;
    this.#options = options;
    this.element = h("footer", { class: "foot" }, this.#typing, this.#place);
    this.#offs = [app.house.on(`typing:${room.id}`, () => this.#drawTyping())];
    this.draw();
    this.#drawTyping();
  }

  close() {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    for (const off of this.#offs) off();
    this.composer?.close();
  }

  draw() {
    const why = this.#whyNot();
    const sign = why ?? "write";
    if (sign === this.#sign) return;
    this.#sign = sign;
    if (why) {
      this.composer?.close();
      this.composer = null;
      fill(this.#place, h("p", { class: "no-writing" }, icon(this.#room.archived ? "info" : "lock", 18), h("span", {}, why)));
    } else this.#compose();
  }

  async #compose() {
    try {
      const { composer } = await composing;
      if (this.#isClosed || this.#sign !== "write") return;
      this.composer = composer(this.#app, this.#room, this.#options);
      const wantsFocus = document.activeElement === document.body || document.activeElement?.id === "main";
      fill(this.#place, this.composer.element);
      if (wantsFocus && matchMedia("(pointer: fine)").matches) this.composer.focus();
    } catch (error) {
      console.error(error);
      fill(this.#place, h("p", { class: "no-writing", role: "alert" }, icon("warning", 18), t("app.notLoaded")));
    }
  }

  #whyNot() {
    const room = this.#room;
    if (room.archived) return t("room.archived");
    if (room.mutedUntil && room.mutedUntil > Date.now()) return t("room.muted", { when: momentText(this.#app, room.mutedUntil) });
    if (!room.may.has("post")) return t(room.settings?.may_post && room.settings.may_post !== "member" ? "room.announcements" : "room.mayNotWrite");
    return null;
  }

  #drawTyping() {
    clearTimeout(this.#timer);
    const names = this.#room.typing.filter(({ id }) => id !== this.#app.house.me.account.id && !this.#app.house.blocked.has(id)).map(({ name }) => calm(name));
    const shown = names.length > 3 ? [...names.slice(0, 2), t("room.others", { count: names.length - 2 })] : names;
    const list = new Intl.ListFormat(currentLanguage()).format(shown);
    const text = names.length > 0 ? t("room.typing", { names: list, count: names.length }) : "";
    if (this.#typing.textContent !== text) fill(this.#typing, text && [h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")), h("bdi", {}, text)]);
    // Who stops is not told of: it runs out.
    if (names.length > 0) this.#timer = setTimeout(() => this.#drawTyping(), 1000);
  }
}
