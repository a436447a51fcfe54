// The list of what was said in a room or a thread: draws the rows of the timeline's window, asks for more well before an edge is reached,
// lets go of what is far, and brings the reader to where he wants to be. What a row looks like is the business of row.js.

import { rows } from "../../models/grouping.js";
import { h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";
import { Crier } from "./crier.js";
import { read, write } from "./frames.js";
import { follow } from "./keys.js";
import { Place } from "./place.js";
import { drawReaders } from "./read-by.js";
import { Rows } from "./rows.js";
import { savedMessages } from "../saved/marks.js";
import { loadParser } from "./text.js";
import { equip } from "./toolbar.js";

/** So many views beyond an edge are fetched ahead. */
const AHEAD = 2.5;
/** More lines than this are not held; so many around the reader are kept. */
const MOST = 360;
const KEPT = 140;

export class Log {
  /** Numbers of messages of blocked people that are shown all the same, and of long ones that are shown whole. */
  shown = new Set();
  whole = new Set();
  #app;
  #room;
  #timeline;
  #place;
  #rows;
  #crier;
  #offs = [];
  #isDirty = true;
  #isClosed = false;
  #target = null;
  #unreadAfter;
  #seen = 0;

  /**
   * `host`: `{ app, room, timeline, name, label, act(line, action), onread(), markUnread(line), compose(), beginning(isEmpty), thread?, unread?, unreadAfter? }`.
   * `name` makes the ids of rows unique on the page.
   */
  constructor(host) {
    const { app, room, timeline, name, label } = host;
    this.host = host;
    this.#app = app;
    this.#room = room;
    this.#timeline = timeline;
    this.#unreadAfter = host.unreadAfter ?? null;
    this.list = h("div", { class: "log", role: "log", "aria-live": "off", "aria-label": label });
    this.before = h("div", { class: "log-edge" });
    this.after = h("div", { class: "log-edge after" });
    this.pending = h("div", { class: "pending", role: "group", "aria-label": t("room.pending") });
    this.readers = h("p", { class: "read-by", hidden: true });
    this.scroller = h("div", { class: "scroll" }, this.before, this.list, this.after, this.pending, this.readers);
    this.newest = h("button", { type: "button", class: "to-newest", hidden: true, onclick: () => this.toNewest() });
    this.firstUnread = h("button", { type: "button", class: "to-unread", hidden: true, onclick: () => this.jump(this.#unreadAfter + 1, { nextUnread: true }) });
    this.element = h("div", { class: "log-frame", data: { log: name } }, this.firstUnread, this.scroller, this.newest);
    this.#rows = new Rows(this);
    this.#crier = new Crier(app);
    this.#place = new Place(this.scroller, this.list, { isLast: () => timeline.atEnd || !timeline.isRead, moved: (edges) => this.#moved(edges) });
    follow(this);
    equip(this);
    this.scroller.addEventListener("scroll", () => read(this.#look), { passive: true });
    this.#listen(timeline, "changed", () => this.draw());
    this.#listen(timeline, "loading", () => this.draw());
    for (const topic of [`pending:${room.id}`, `room:${room.id}`, `receipts:${room.id}`, "people", "rooms"]) this.#listen(app.house, topic, () => this.draw());
    this.#listen(savedMessages(app), "changed", () => this.draw());
    this.#listen(app.prefs, "clock", () => this.draw());
    this.#away = () => document.visibilityState === "visible" && this.#read();
    document.addEventListener("visibilitychange", this.#away);
    this.draw();
  }

  #away;

  #listen(signal, topic, listener) {
    this.#offs.push(signal.on(topic, listener));
  }

  close() {
    this.#isClosed = true;
    this.#place.close();
    this.#crier.close();
    document.removeEventListener("visibilitychange", this.#away);
    for (const off of this.#offs) off();
  }

  get app() {
    return this.#app;
  }

  get room() {
    return this.#room;
  }

  get timeline() {
    return this.#timeline;
  }

  get name() {
    return this.host.name;
  }

  /** Draws in the next frame, once for all that happens until then. */
  draw() {
    this.#isDirty = true;
    write(this.#redraw);
  }

  // Going places

  async open(seq = null) {
    if (seq) return this.jump(seq);
    if (!this.#timeline.isRead || this.#timeline.lines.length === 0) await this.#timeline.load("latest");
    this.draw();
  }

  /** Shows a line, marks it for a moment, and gives it the focus if that is wanted. */
  async jump(seq, { focus = false, mark = true } = {}) {
    const arrived = await this.#timeline.jump(seq);
    if (this.#isClosed) return;
    if (arrived === null) return this.#app.announce(t("room.notThere"));
    this.#target = { seq: arrived, focus, mark: mark && arrived === seq };
    this.draw();
  }

  async jumpToDate(day) {
    const arrived = await this.#timeline.jumpToDate(day);
    if (this.#isClosed || arrived === null) return;
    this.#target = { seq: arrived, focus: true, mark: true };
    this.draw();
  }

  async toNewest() {
    const hadFocus = this.element.contains(document.activeElement);
    if (!this.#timeline.atEnd) await this.#timeline.load("latest");
    if (this.#isClosed) return;
    this.#drawNow();
    this.#place.toEnd();
    if (hadFocus) this.#rows.focusLast();
  }

  /** From now on nothing counts as read by itself: somebody put the mark back. */
  keepUnread(seq) {
    this.#unreadAfter = seq - 1;
    this.isHeld = true;
    this.draw();
  }

  focus() {
    this.#rows.focusLast();
  }

  /** Goes to a neighbour of a row. */
  step(row, by) {
    this.#rows.step(row, by);
  }

  lineOf(row) {
    const seq = Number(row.dataset.seq);
    const { root } = this.#timeline;
    return this.#timeline.find(seq) ?? (root?.seq === seq ? root : null);
  }

  #look = () => {
    if (!this.#isClosed) this.#place.scrolled();
  };

  #redraw = () => {
    if (!this.#isClosed && this.#isDirty) this.#drawNow();
  };

  #drawNow() {
    this.#isDirty = false;
    const { house } = this.#app;
    const timeline = this.#timeline;
    this.#trim();
    // A thread shows what it begins with as its first message.
    const lines = timeline.root && timeline.atStart ? [timeline.root, ...timeline.lines] : timeline.lines;
    const list = rows(lines, {
      me: house.me.account.id,
      unreadAfter: this.#unreadAfter,
      blocked: house.blocked,
      shown: this.shown,
    });
    if (!this.#rows.draw(list)) loadParser().then(() => this.draw(), () => {});
    this.#rows.drawPending(timeline.atEnd || !timeline.isRead ? house.pending(this.#room, this.host.thread) : []);
    this.#drawEdges();
    if (!this.host.thread) drawReaders(this.readers, this);
    this.#announce();
    this.#drawButtons();
    this.#arrive();
    this.#read();
  }

  #arrive() {
    if (!this.#target) return;
    const { seq, focus, mark } = this.#target;
    const row = this.#rows.element(seq);
    if (!row) return;
    this.#target = null;
    this.#place.show(row);
    this.#rows.choose(row);
    if (focus) row.focus({ preventScroll: true });
    if (!mark) return;
    row.classList.add("marked");
    row.addEventListener("animationend", (event) => event.target === row && row.classList.remove("marked"));
  }

  /** Lets go of lines far from the reader, if there are many. */
  #trim() {
    const { lines } = this.#timeline;
    if (lines.length <= MOST || this.#target) return;
    const anchor = Number(this.#place.anchor?.dataset.seq);
    const at = this.#place.atEnd || !anchor ? lines.length - 1 : lines.findIndex(({ seq }) => seq >= anchor);
    const from = Math.max(0, at - KEPT);
    const to = Math.min(lines.length - 1, at + KEPT);
    if (from > 0 || to < lines.length - 1) this.#timeline.trim(lines[from].seq, lines[to].seq);
    // What it tells is being drawn.
    this.#isDirty = false;
  }

  #moved({ above, below, view }) {
    const timeline = this.#timeline;
    if (timeline.trouble || timeline.loading || !timeline.isRead) return this.#drawButtons();
    if (above < view * AHEAD && !timeline.atStart) timeline.load("before");
    else if (below < view * AHEAD && !timeline.atEnd) timeline.load("after");
    this.isFar = below > view * 1.5;
    this.#drawButtons();
    this.#read();
  }

  get atEnd() {
    return this.#place.atEnd && this.#timeline.atEnd;
  }

  // What stands around the rows

  #drawEdges() {
    const timeline = this.#timeline;
    const { lines, loading, trouble, isRead } = timeline;
    const state = trouble && !loading ? "trouble" : !isRead ? "loading" : lines.length === 0 ? "empty" : timeline.atStart ? "start" : "loading";
    if (this.before.dataset.state !== state) {
      this.before.dataset.state = state;
      this.before.replaceChildren(...(this.#edge(state) ?? []));
    }
    this.list.setAttribute("aria-busy", String(Boolean(loading)));
    const more = isRead && !timeline.atEnd && lines.length > 0;
    if (this.after.hidden === more || this.after.childElementCount === 0) {
      this.after.hidden = !more;
      this.after.replaceChildren(...skeleton(3));
    }
  }

  #edge(state) {
    if (state === "trouble") {
      const retry = () => {
        this.#timeline.trouble = null;
        this.#timeline.load(this.#timeline.lines.length ? "before" : "latest");
      };
      return [
        h("p", { class: "log-trouble", role: "alert" }, icon("warning"), this.#app.say(this.#timeline.trouble)),
        h("button", { type: "button", class: "quiet", onclick: retry }, t("app.retry")),
      ];
    }
    if (state === "loading") return skeleton(this.#timeline.isRead ? 3 : 8);
    return this.host.beginning?.(state === "empty") ?? [];
  }

  #drawButtons() {
    const timeline = this.#timeline;
    const isAway = !timeline.atEnd || this.isFar;
    const news = timeline.atEnd ? this.#unseen() : timeline.newer;
    this.newest.hidden = !timeline.isRead || !(isAway || news > 0) || this.atEnd;
    const label = news > 0 ? t("room.newMessages", { count: news }) : t("room.toNewest");
    if (!this.newest.hidden && this.newest.dataset.label !== label) {
      this.newest.dataset.label = label;
      this.newest.replaceChildren(news > 0 ? h("span", {}, label) : h("span", { class: "unseen" }, label), icon("down", 18));
    }
    this.#drawFirstUnread();
  }

  /** Messages behind the last that was seen. */
  #unseen() {
    const { lines } = this.#timeline;
    if (this.atEnd || this.#seen === 0) this.#seen = lines.at(-1)?.seq ?? 0;
    let count = 0;
    for (let at = lines.length - 1; at >= 0 && lines[at].seq > this.#seen; at--) if (lines[at].isMessage) count++;
    return count;
  }

  #drawFirstUnread() {
    const { lines, isRead } = this.#timeline;
    const count = this.host.unread ?? 0;
    const anchor = Number(this.#place.anchor?.dataset.seq ?? 0);
    const isAbove = isRead && count > 0 && lines.length > 0 && anchor > this.#unreadAfter + 1;
    if (!isAbove && isRead && anchor) this.host.unread = 0;
    this.firstUnread.hidden = !isAbove;
    if (isAbove && !this.firstUnread.firstChild) {
      this.firstUnread.append(icon("up", 18), h("span", {}, t("room.firstUnread", { count })));
    }
  }

  // Telling and reading

  #announce() {
    const { lines, atEnd, isRead } = this.#timeline;
    if (!isRead || !atEnd) return;
    this.#crier.heard(lines, this.#app.house);
  }

  #read() {
    if (!this.atEnd || this.isHeld || document.visibilityState !== "visible" || !this.#timeline.isRead) return;
    this.host.onread?.();
  }
}

/** Grey bars in the shape of messages that are on their way. */
function skeleton(count) {
  return Array.from({ length: count }, (_, place) =>
    h("div", { class: "ghost", "aria-hidden": "true", data: { shape: String(place % 3) } }, h("i"), h("b"), h("b")),
  );
}
