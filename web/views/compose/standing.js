// Who may not write now is told so in place of the text field, and until when.

import { calm } from "../../models/inline.js";
import { standingIn } from "../../models/standing.js";
import { fill, h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";
import { momentText } from "../room/when.js";

const signs = { muted: "clock", archived: "lock", blocked: "shield", announcements: "lock", speakers: "lock", refused: "lock" };
/** A timer cannot be set for longer than 24 days. */
const LONGEST = 2 ** 31 - 1;

export class Standing {
  #app;
  #room;
  #form;
  #timer = null;
  #closing = [];
  #element = h("div", { class: "compose-standing", role: "status", hidden: true });
  #state = null;

  /** `form` is the composer, of which nothing else is shown then. */
  constructor(app, room, form) {
    this.#app = app;
    this.#room = room;
    this.#form = form;
    form.append(this.#element);
    const draw = () => this.#draw();
    this.#closing = ["rooms", "people", "told", "me", `room:${room.id}`].map((topic) => app.house.on(topic, draw));
    draw();
  }

  get may() {
    return this.#state === "may";
  }

  close() {
    clearTimeout(this.#timer);
    for (const close of this.#closing) close();
  }

  #draw() {
    const { state, until } = standingIn(this.#room, this.#app.house.blocked, Date.now());
    clearTimeout(this.#timer);
    if (until) this.#timer = setTimeout(() => this.#draw(), Math.min(until - Date.now() + 500, LONGEST));
    const key = `${state}.${until ?? 0}`;
    if (key === this.#form.dataset.standing) return;
    this.#form.dataset.standing = key;
    this.#state = state;
    this.#form.hidden = state === "none";
    this.#form.classList.toggle("is-closed", !this.may);
    this.#element.hidden = this.may || state === "none";
    if (this.#element.hidden) return void fill(this.#element);
    const unblock = h("button", { type: "button", class: "plain", onclick: () => this.#unblock() }, t("compose.unblock"));
    const values = { name: calm(this.#room.title ?? ""), time: until ? momentText(this.#app, until) : "" };
    fill(this.#element, icon(signs[state]), h("p", {}, t(`compose.may.${state}`, values)), state === "blocked" && unblock);
  }

  async #unblock() {
    try {
      await this.#app.api.delete(`/v1/me/blocks/${this.#room.person.id}`);
    } catch (error) {
      this.#app.toast(this.#app.say(error));
    }
  }
}
