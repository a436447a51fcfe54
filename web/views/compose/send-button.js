// The button that sends, its menu for another time, and the wait that a room in slow mode asks for.

import { slowUntil } from "../../models/standing.js";
import { h, fill } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { currentLanguage, t } from "../../words/words.js";
import { part } from "./part.js";
import { toolButton } from "./toolbar.js";

/** When one last sent something to a room, from whichever composer. */
const sentAt = new WeakMap();

export class SendButton {
  #app;
  #room;
  #timeline;
  #schedule;
  #send = h("button", { type: "submit", class: "round compose-send" });
  #later = toolButton("chevron", t("compose.later"), () => this.#openMenu(), { "aria-haspopup": "menu", "aria-expanded": "false" });
  #isEmpty = true;
  #isEditing = false;
  #timer = null;
  #closing = [];
  element = h("div", { class: "compose-sending" }, this.#send, this.#later);
  /** Says how long one has to wait. */
  waiting = h("p", { class: "compose-wait" });

  /** `schedule(at)` sends at another time; it may throw. */
  constructor(app, room, timeline, schedule) {
    this.#app = app;
    this.#room = room;
    this.#timeline = timeline;
    this.#schedule = schedule;
    this.#later.classList.add("compose-later");
    this.#send.addEventListener("pointerdown", (event) => event.preventDefault());
    const draw = () => this.#draw();
    this.#closing.push(timeline.on("changed", draw), app.house.on(`room:${room.id}`, draw), app.prefs.on("enter", draw));
  }

  close() {
    clearTimeout(this.#timer);
    for (const close of this.#closing) close();
  }

  get isWaiting() {
    return !this.#isEditing && this.#until() > 0;
  }

  /** Whether Enter alone sends: where there are keys, unless one wants it otherwise. */
  get enterSends() {
    const choice = this.#app.prefs.get("enter");
    return choice ? choice === "send" : !matchMedia("(pointer: coarse)").matches;
  }

  sentNow() {
    sentAt.set(this.#room, Date.now());
    this.#draw();
  }

  draw({ isEmpty, isEditing }) {
    this.#isEmpty = isEmpty;
    this.#isEditing = isEditing;
    this.#draw();
  }

  #draw() {
    clearTimeout(this.#timer);
    const until = this.#isEditing ? 0 : this.#until();
    const seconds = Math.ceil((until - Date.now()) / 1000);
    const label = this.#isEditing ? t("compose.save") : t("compose.send");
    this.#send.setAttribute("aria-label", label);
    this.#send.title = label;
    this.#send.setAttribute("aria-disabled", String(this.#isEmpty || until > 0));
    const rest = seconds < 100 ? new Intl.NumberFormat(currentLanguage()).format(seconds) : "…";
    fill(this.#send, until ? rest : icon(this.#isEditing ? "check" : "send"));
    this.#later.hidden = this.#isEditing;
    this.waiting.textContent = until ? t("compose.slow", { time: span(seconds) }) : "";
    // On the full second, so that none is left out.
    if (until) this.#timer = setTimeout(() => this.#draw(), (until - Date.now()) % 1000 || 1000);
  }

  #until() {
    if (!this.#room.slowMode) return 0;
    const me = this.#app.house.me.account.id;
    const line = this.#timeline.lines.findLast((line) => line.kind === "message" && line.by?.id === me);
    return slowUntil(this.#room, Math.max(line?.at ?? 0, sentAt.get(this.#room) ?? 0), Date.now());
  }

  async #openMenu() {
    const app = this.#app;
    const later = await part(app, () => import("./send-later.js"));
    const enter = {
      label: t("compose.enterSends"),
      checked: this.enterSends,
      run: () => app.prefs.set("enter", this.enterSends ? "line" : "send"),
    };
    later?.openSendLater(app, this.#later, { isEmpty: this.#isEmpty, more: [enter], schedule: this.#schedule });
  }
}

/** "45 sec", "3 min": how long, in the reader's language. */
function span(seconds) {
  const [value, unit] = seconds < 100 ? [seconds, "second"] : [Math.ceil(seconds / 60), "minute"];
  return new Intl.NumberFormat(currentLanguage(), { style: "unit", unit, unitDisplay: "long" }).format(value);
}
