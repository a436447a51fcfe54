// The list of what was said in a room or a thread: draws the rows of the timeline's window, asks for more well before an edge is reached,
// lets go of what is far, and brings the reader to where he wants to be. What a row looks like is the business of rows.js.

import { rows } from "../../models/grouping.js";
import { h } from "../../parts/dom.js";
import { t } from "../../words/words.js";
import { savedMessages } from "../saved/marks.js";
import { Crier } from "./crier.js";
import { Edges } from "./edges.js";
import { read, write } from "./frames.js";
import { follow } from "./keys.js";
import { Place } from "./place.js";
import { drawReaders } from "./read-by.js";
import { Rows } from "./rows.js";
import { Signposts } from "./signposts.js";
import { loadParser } from "./text.js";
import { equip } from "./toolbar.js";

/** So many views beyond an edge are fetched ahead. */
const AHEAD = 2.5;
/** More lines than this are not held; so many around the reader are kept. */
const MOST = 360;
const KEPT = 140;
/** A room that is turned to shows so many at once, the rest in the next frame. */
const FIRST = 30;

export class Log {
  /** Numbers of messages of blocked people that are shown all the same, and of long ones that are shown whole. */
  shown = new Set();
  whole = new Set();
  #place;
  #rows;
  #edges;
  #signposts;
  #crier;
  #offs = [];
  #isDirty = true;
  #isDrawn = false;
  #isClosed = false;
  /** Nothing counts as read by itself: somebody put the mark back. */
  #isHeld = false;
  #isFar = false;
  #unreadAfter;
  /** Where to go when it is drawn: `{ seq, focus, mark }`. */
  #target = null;

  /**
   * `host`: `{ app, room, timeline, thread?, name, label, unread?, unreadAfter?, beginning(isSilent), compose(), act(line, what),
   * onread(), markUnread(line) }`. `name` makes the ids of rows unique on the page.
   */
  constructor(host) {
    const { app, room, timeline, name, label } = host;
    Object.assign(this, { host, app, room, timeline, name });
    this.#unreadAfter = host.unreadAfter ?? null;
    this.list = h("div", { class: "log", role: "log", "aria-live": "off", "aria-label": label });
    this.pending = h("div", { class: "pending", role: "group", "aria-label": t("room.pending") });
    this.readers = h("p", { class: "read-by", hidden: true });
    this.#edges = new Edges(app, { beginning: host.beginning, retry: () => this.#retry() });
    this.scroller = h("div", { class: "scroll" }, this.#edges.before, this.list, this.#edges.after, this.pending, this.readers);
    this.#signposts = new Signposts(host, {
      toNewest: () => this.toNewest(),
      toUnread: () => this.jump(this.#unreadAfter + 1, { focus: true, mark: false }),
    });
    this.element = h("div", { class: "log-frame" }, this.#signposts.firstUnread, this.scroller, this.#signposts.newest);
    this.#rows = new Rows(this);
    this.#crier = new Crier(app);
    this.#place = new Place(this.scroller, this.list, {
      isLast: () => timeline.atEnd || !timeline.isRead,
      moved: (edges) => this.#moved(edges),
    });
    follow(this);
    equip(this);
    this.#listen();
    this.draw();
  }

  #listen() {
    const { app, room, timeline } = this;
    const draw = () => this.draw();
    const seen = () => this.#read();
    this.scroller.addEventListener("scroll", () => read(this.#look), { passive: true });
    document.addEventListener("visibilitychange", seen);
    this.#offs = [
      () => document.removeEventListener("visibilitychange", seen),
      timeline.on("changed", draw),
      timeline.on("loading", draw),
      savedMessages(app).on("changed", draw),
      app.prefs.on("clock", draw),
      app.house.on("connection", () => timeline.trouble && app.house.connection === "open" && this.#retry()),
      ...[`pending:${room.id}`, `room:${room.id}`, `receipts:${room.id}`, "people", "rooms"].map((topic) => app.house.on(topic, draw)),
    ];
  }

  close() {
    this.#isClosed = true;
    this.#place.close();
    this.#crier.close();
    for (const off of this.#offs) off();
  }

  /** The line of a row; in a thread also the one that it begins with. */
  lineOf(row) {
    const seq = Number(row.dataset.seq);
    const { root } = this.timeline;
    return this.timeline.find(seq) ?? (root?.seq === seq ? root : null);
  }

  get isAtEnd() {
    return this.#place.atEnd && this.timeline.atEnd;
  }

  // Going places

  async open() {
    await this.timeline.load("latest");
    this.draw();
  }

  /** Shows a line, marks it for a moment, and gives it the focus if that is wanted. */
  async jump(seq, { focus = false, mark = true } = {}) {
    const arrived = await this.timeline.jump(seq);
    this.#arrived(arrived, { focus, mark: mark && arrived === seq });
    if (arrived !== null && arrived !== seq && mark) this.app.toast(t("room.notThere"));
  }

  async jumpToDate(day) {
    this.#arrived(await this.timeline.jumpToDate(day), { focus: true, mark: true });
  }

  #arrived(seq, how) {
    if (this.#isClosed) return;
    if (seq !== null) this.#target = { seq, ...how };
    else this.app.toast(this.timeline.trouble ? this.app.say(this.timeline.trouble) : t("room.notThere"));
    this.draw();
  }

  async toNewest() {
    const hadFocus = this.element.contains(document.activeElement);
    await this.timeline.load("latest");
    if (this.#isClosed) return;
    this.#drawNow();
    this.#place.toEnd();
    if (hadFocus) this.#rows.focusLast();
  }

  /** What comes from this message on is unread, until the log is opened again. */
  keepUnread(seq) {
    this.#unreadAfter = seq - 1;
    this.#isHeld = true;
    this.draw();
  }

  /** Goes to a neighbour of a row. */
  step(row, by) {
    this.#rows.step(row, by);
  }

  // Frames

  /** Draws in the next frame, once for all that happens until then. */
  draw() {
    this.#isDirty = true;
    write(this.#redraw);
  }

  #look = () => {
    if (!this.#isClosed) this.#place.note();
  };

  #redraw = () => {
    if (!this.#isClosed && this.#isDirty) this.#drawNow();
  };

  #drawNow() {
    const { timeline, app } = this;
    this.#trim();
    this.#isDirty = false;
    // A thread shows what it begins with as its first message.
    const lines = timeline.root && timeline.atStart ? [timeline.root, ...timeline.lines] : timeline.lines;
    const isWhole = this.#isDrawn || lines.length <= FIRST || this.#target !== null;
    this.#isDrawn ||= timeline.isRead;
    const isReady = this.#rows.draw(
      rows(isWhole ? lines : lines.slice(-FIRST), {
        me: app.house.me.account.id,
        unreadAfter: this.#unreadAfter,
        blocked: app.house.blocked,
        shown: this.shown,
      }),
    );
    if (!isReady) loadParser().then(() => this.draw(), () => {});
    if (!isWhole) this.draw();
    this.#rows.drawPending(timeline.atEnd || !timeline.isRead ? app.house.pending(this.room, this.host.thread) : []);
    this.list.setAttribute("aria-busy", String(Boolean(timeline.loading)));
    this.#edges.draw(timeline);
    this.#drawSignposts();
    if (!this.host.thread) drawReaders(this.readers, this);
    if (timeline.isRead && timeline.atEnd) this.#crier.heard(timeline.lines, app.house);
    this.#arrive();
    this.#read();
  }

  #arrive() {
    const { seq, focus, mark } = this.#target ?? {};
    const row = seq && this.#rows.element(seq);
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
    const { lines } = this.timeline;
    if (lines.length <= MOST || this.#target) return;
    const anchor = this.#anchor;
    const at = this.#place.atEnd || anchor === null ? lines.length - 1 : lines.findIndex(({ seq }) => seq >= anchor);
    this.timeline.trim(lines[Math.max(0, at - KEPT)].seq, lines[Math.min(lines.length - 1, at + KEPT)].seq);
  }

  /** The number of the first line that is seen. */
  get #anchor() {
    const row = this.#place.anchor;
    return row ? Number(row.dataset.seq) : null;
  }

  #moved({ above, below, view }) {
    const { timeline } = this;
    if (timeline.isRead && !timeline.trouble && !timeline.loading) {
      if (above < view * AHEAD && !timeline.atStart) timeline.load("before");
      else if (below < view * AHEAD && !timeline.atEnd) timeline.load("after");
    }
    this.#isFar = below > view * 1.5;
    this.#drawSignposts();
    this.#read();
  }

  #drawSignposts() {
    this.#signposts.draw(this.timeline, { isAtEnd: this.isAtEnd, isFar: this.#isFar, anchor: this.#anchor });
  }

  #retry() {
    this.timeline.trouble = null;
    if (this.timeline.isRead) this.#place.hold();
    else this.timeline.load("latest");
    this.draw();
  }

  #read() {
    if (this.isAtEnd && this.timeline.isRead && !this.#isHeld && document.visibilityState === "visible") this.host.onread?.();
  }
}
