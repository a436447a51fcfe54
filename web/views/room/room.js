// The screen of a room: its head, what is pinned, its log, who types, and where one writes. Another room is another view in the same screen.

import { fill, h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";
import { savedMessages } from "../saved/marks.js";
import { fetchDialogs, openDialogOf } from "./actions.js";
import { beginning } from "./beginning.js";
import { deleteNow } from "./deleting.js";
import { doorstep } from "./doorstep.js";
import { Foot } from "./foot.js";
import { Head } from "./head.js";
import { Log } from "./log.js";
import { PinBanner } from "./pin-banner.js";
import { threadPanel } from "./thread.js";

export function mount(app, route) {
  const element = h("section", { class: "room screen", "aria-labelledby": "room-title" });
  let view = null;
  const screen = {
    element,
    get title() {
      return view?.title ?? "";
    },
    update(next) {
      const id = Number(next.path[1]);
      if (view?.id !== id) {
        view?.close();
        view = new RoomView(app, id, element);
      }
      view.go(next);
    },
    close: () => view.close(),
    focus: () => view.focus(),
  };
  screen.update(route);
  return screen;
}

const isNumber = (part) => /^\d+$/.test(part ?? "");

class RoomView {
  #app;
  #element;
  #room = null;
  #head = null;
  #log = null;
  #foot = null;
  #banner = null;
  #thread = null;
  #route = null;
  #offs = [];
  #isClosed = false;
  /** What stands here is for: a member, or who may come in, or not. */
  #standing = null;
  #read = 0;

  constructor(app, id, element) {
    this.#app = app;
    this.id = id;
    this.#element = element;
    const room = app.house.room(id);
    if (room) this.#enter(room);
    else this.#look();
  }

  get title() {
    return this.#room?.title ?? "";
  }

  /** A room that is not one's own may still be known to the server. */
  async #look() {
    fill(this.#element, h("p", { class: "empty", role: "status" }, t("app.loading")));
    try {
      const { room } = await this.#app.api.get(`/v1/rooms/${this.id}`);
      if (this.#isClosed) return;
      this.#app.house.addRoom(room);
      this.#enter(this.#app.house.room(this.id));
      this.#goAgain();
      this.#app.retitle?.();
    } catch (error) {
      if (this.#isClosed) return;
      fill(
        this.#element,
        h("div", { class: "empty" }, icon("info", 40), h("h1", { tabindex: "-1", id: "room-title" }, t("room.unknown")), h("p", {}, this.#app.say(error)), h("a", { class: "button", href: "#/browse" }, t("app.browse"))),
      );
    }
  }

  #enter(room) {
    const { house } = this.#app;
    this.#room = room;
    for (const topic of [`room:${room.id}`, "rooms", "presence"]) this.#offs.push(house.on(topic, () => this.#draw()));
    this.#build();
  }

  /** What stands here depends on whether one belongs to the room. */
  #build() {
    const [app, room] = [this.#app, this.#room];
    this.#tearDown();
    this.#standing = this.#standingNow;
    this.#head = new Head(app, room, this);
    if (!room.joined) {
      this.#showThread(null);
      return fill(this.#element, this.#head.element, doorstep(app, room));
    }
    const { unread } = room;
    app.house.open(room);
    savedMessages(app).load();
    fetchDialogs();
    this.#log = new Log({
      app,
      room,
      timeline: room.timeline,
      name: "log",
      label: t("room.log", { room: room.title }),
      unread,
      unreadAfter: unread > 0 ? (room.firstUnread ?? room.marker ?? null) : null,
      beginning: (isSilent) => beginning(app, room, isSilent),
      compose: () => this.#foot.composer,
      act: (line, what) => openDialogOf(what, this.#log, line),
      onread: () => this.#markRead(),
      markUnread: (line) => this.#markUnread(line),
    });
    this.#foot = new Foot(app, room, { onsent: () => this.#log.toNewest() });
    this.#banner = new PinBanner(app, room, (seq) => this.jump(seq));
    fill(this.#element, this.#head.element, this.#banner.element, this.#log.element, this.#foot.element);
  }

  #draw() {
    if (this.#standing !== this.#standingNow) {
      this.#build();
      return this.#goAgain();
    }
    this.#head.draw();
  }

  get #standingNow() {
    const { joined, invited, may } = this.#room;
    return joined ? "member" : invited ? "invited" : may.has("join") ? "open" : "closed";
  }

  /** To the place in the room that an address names. */
  go(route) {
    const before = this.#route;
    this.#route = route;
    if (!this.#log) return;
    const [, , what, seq] = route.path;
    this.#showThread(what === "thread" ? Number(seq) : null);
    if (isNumber(what)) this.#log.jump(Number(what), { focus: true });
    else if (before === null) this.#log.open();
    // From a message to the room itself: that is its end.
    else if (what === undefined && isNumber(before.path[2])) this.#log.toNewest();
  }

  /** What stands here is new: to where one wanted to be. */
  #goAgain() {
    const route = this.#route;
    this.#route = null;
    if (route) this.go(route);
  }

  #showThread(root) {
    if (root === (this.#thread?.root ?? null)) return;
    // Another thread, or none, in the place of the one that is shown.
    const { view: shown } = this.#thread ?? {};
    this.#thread = null;
    if (!root) return void (shown.element.isConnected && this.#app.panel(null));
    const view = threadPanel(this.#app, this.#room, root);
    this.#thread = { root, view };
    this.#app.panel(view);
  }

  jump(seq) {
    return this.#log.jump(seq, { focus: true });
  }

  jumpToDate(day) {
    return this.#log?.jumpToDate(day);
  }

  /** Everything up to what is seen is read. */
  #markRead() {
    const { head } = this.#room;
    if (head === this.#read && this.#room.unread === 0) return;
    this.#read = head;
    this.#app.house.read(this.#room, head);
  }

  async #markUnread(line) {
    await this.#app.house.markUnread(this.#room, line.seq);
    this.#log.keepUnread(line.seq);
    this.#app.toast(t("room.markedUnread"));
  }

  #tearDown() {
    deleteNow();
    for (const part of [this.#head, this.#log, this.#foot, this.#banner]) part?.close();
    this.#head = this.#log = this.#foot = this.#banner = null;
  }

  close() {
    this.#isClosed = true;
    for (const off of this.#offs) off();
    this.#showThread(null);
    this.#tearDown();
    this.#app.house.open(null);
  }

  focus() {
    if (isNumber(this.#route?.path[2])) return;
    const heading = this.#element.querySelector("h1");
    if (this.#foot) this.#foot.focus(heading);
    else heading?.focus();
  }
}
