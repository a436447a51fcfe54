// All that a logged-in person has here. Views read it, ask it to do things, and listen to its topics:
//
//   "connection"   "rooms" (the list, names, unread)   "room:ID"   "presence"   "people"   "typing:ID"   "receipts:ID"
//   "pending:ID"   "me"   "notify" { room, seq, by, reason }   "told" (an event of the personal log)   "invitations"
//   "drafts"   "ended" { byOneself }
//
// What a topic tells is small and may come often: who draws does so once a frame.
// `openHouse` (opening.js) makes one; stream.js and personal.js take what the server tells.

import { Cache } from "./cache.js";
import { Drafts } from "./drafts.js";
import { Following } from "./following.js";
import { People } from "./people.js";
import { Personal } from "./personal.js";
import { Reading } from "./reading.js";
import { RoomList } from "./roomlist.js";
import { Signal } from "./signal.js";
import { Soon } from "./soon.js";
import { Stream } from "./stream.js";
import { visit } from "./visit.js";
import { Writing } from "./writing.js";

/** While not all rooms are followed, what is unread is asked for so often: milliseconds. */
const RECOUNT = 60_000;

/** What was asked for is fresh for so long: milliseconds. */
const FRESH = 15_000;

export class House extends Signal {
  /** { account, profile }: one's own, as /v1/me gives them. */
  me;
  /** GET /v1/server */
  server;
  /** "connecting", "open", "waiting", "offline" or "ended" */
  connection = "connecting";
  /** [{ room: ROOM, by, at }] */
  invitations = [];
  /** The room that is looked at, or null. */
  looked = null;
  /** `server` was asked for, and is not of the last time. */
  isServerKnown;

  #api;
  #live;
  #store;
  #people;
  #list;
  #writing;
  #cache;
  #following;
  #reading;
  #drafts;
  #roomsChanged;
  #peopleChanged;
  #recount;
  #restoring = null;
  #now;
  #wokeAt = -FRESH;
  #stream;

  /**
   * @param live `(handlers) => Live`
   * @param store where things are kept (store.js)
   * @param channel a BroadcastChannel that reaches the account's other pages, or null
   * @param kept what the cache kept of the house, or null
   */
  constructor({ api, me, server, rooms, live, store, channel = null, kept = null, timers = globalThis, now = Date.now }) {
    super();
    this.me = me;
    this.server = server;
    this.isServerKnown = kept === null;
    this.#api = api;
    this.#store = store;
    this.#now = now;
    this.#roomsChanged = new Soon(() => this.tell("rooms"), 30, timers);
    this.#peopleChanged = new Soon(() => this.tell("people"), 30, timers);
    this.#recount = new Soon(() => this.#countAgain(), RECOUNT, timers);
    this.#people = new People({
      ask: (query) => api.get("/v1/people", query),
      changed: () => this.#peopleChanged.call(),
      timers,
      now,
    });
    this.#list = new RoomList({
      api,
      me: me.account.id,
      people: this.#people,
      changed: (room) => this.#roomChanged(room),
      left: (room, why) => this.left(room, why),
      timers,
      now,
    });
    for (const info of rooms) this.#list.take(info);
    const request = (log) => this.#live.request("subscribe", this.#stream.position(log));
    this.#following = new Following({ request, timers, now });
    this.#reading = new Reading({
      say: (room, seq) => this.#live.say("read", { room, seq }),
      ask: () => this.#countAgain(),
      timers,
    });
    this.#writing = new Writing({
      api,
      store,
      channel,
      live: () => this.#live,
      changed: (room) => this.tell(`pending:${room}`),
      timers,
      now,
    });
    this.#stream = new Stream(this, {
      api,
      people: this.#people,
      following: this.#following,
      reading: this.#reading,
      writing: this.#writing,
      personal: new Personal(this, { api, following: this.#following }),
      timers,
    });
    this.#live = live(this.#stream);
    this.#drafts = new Drafts({ api, store, changed: () => this.tell("drafts"), timers });
    this.#cache = new Cache({ store, timers, now });
    this.#cache.begin({ house: () => this.#kept(), room: (id) => this.room(id), epoch: () => this.#stream.epoch }, kept?.visited);
    if (!kept) return;
    this.#stream.epoch = kept.epoch ?? null;
    this.#people.restore(kept.people ?? []);
    for (const { room, ...count } of kept.counts ?? []) this.room(room)?.counter.take(count);
  }

  /** Begins to listen. What was left behind is there when the promise is kept. */
  async start() {
    this.#live.start();
    await Promise.all([this.#writing.load(), this.#drafts.load()]);
  }

  stop() {
    this.#live.stop();
    this.#reading.stop();
    this.#list.stop();
    this.#drafts.flush();
    for (const soon of [this.#roomsChanged, this.#peopleChanged, this.#recount]) soon.cancel();
    this.#cache.stop();
    this.#writing.stop();
  }

  /** The network is back, the page came to the front, or the person wants to try now. */
  wake() {
    this.#live.retryNow();
    if (this.connection !== "open" || this.#now() - this.#wokeAt < FRESH) return;
    this.#wokeAt = this.#now();
    this.#drafts.sync().catch(() => {});
    this.#reading.askSoon();
    // What becomes of rooms that are not followed is not told.
    this.refreshRooms().catch(() => {});
  }

  /** The page may be gone in a moment. */
  rest() {
    this.#drafts.flush();
    this.#cache.write();
  }

  // Rooms

  /** Room by number. */
  get rooms() {
    return this.#list.all;
  }

  room(id) {
    return this.#list.get(id);
  }

  /** The rooms that one belongs to. */
  get joined() {
    return this.#list.joined;
  }

  /** { unread, mentions } */
  get unreadTotal() {
    return this.#list.unreadTotal;
  }

  /** Takes a ROOM: one that was made, joined, found or changed. */
  addRoom(info) {
    const room = this.#list.take(info);
    this.#roomChanged(room);
    return room;
  }

  #roomChanged(room) {
    if (room.joined && this.connection === "open") this.#following.soon([room.id]);
    this.roomsChanged();
    this.tell(`room:${room.id}`);
  }

  /** A room that may not be known yet; null if there is none, or not for this person. Throws what the server says else. */
  findRoom(id) {
    return this.#list.find(id);
  }

  /** Asks for a room again, soon: what one may do there may have changed. */
  refreshRoom(id) {
    this.#list.refresh(id);
  }

  async refreshRooms() {
    this.takeRooms((await this.#api.get("/v1/rooms", { mine: true })).rooms);
    this.followRooms();
  }

  /** Takes all rooms that one belongs to. */
  takeRooms(infos) {
    this.#list.takeOwn(infos);
    this.roomsChanged();
  }

  /** Has the stream follow the rooms: first what is looked at, then what has news, then what was visited last. */
  followRooms() {
    if (this.connection !== "open") return;
    const visited = new Map(this.#cache.visited.map((id, place) => [id, place]));
    const rank = (room) => (room === this.looked ? -2 : room.unread > 0 ? -1 : (visited.get(room.id) ?? Infinity));
    const order = this.joined.map((room) => [rank(room), room.id]).sort((a, b) => compare(a[0], b[0]) || a[1] - b[1]);
    this.#following.soon(order.map(([, id]) => id));
  }

  async join(id) {
    return this.addRoom((await this.#api.put(`/v1/rooms/${id}/members/me`)).room);
  }

  async leave(id) {
    await this.#api.delete(`/v1/rooms/${id}/members/me`);
    const room = this.room(id);
    if (room) this.left(room, null);
  }

  /** One belongs to it no more, for a reason with a `code`, or because one left. */
  left(room, why) {
    this.#following.ended(room.id);
    room.joined = false;
    room.may = new Set();
    room.live = false;
    room.trouble = why;
    this.#cache.forget(room.id);
    this.roomsChanged();
    this.tell(`room:${room.id}`);
    // Whether one may come in again the server knows.
    if (why?.code !== "room_gone" && why?.code !== "room_unknown") this.refreshRoom(room.id);
  }

  /** Which room is looked at. */
  open(room) {
    this.looked = room;
    if (!room) return;
    room.isPutBack = false;
    room.firstUnread = room.unread > 0 ? room.marker : null;
    if (!room.joined) return;
    this.#cache.visit(room.id);
    this.#restoring = this.#cache.restore(room, () => this.#following.has(room.id));
    this.reopen();
  }

  /** What is looked at is followed, and what one sees of it is asked for. */
  async reopen() {
    const room = this.looked;
    // The stream goes on from what was kept, if anything was.
    await this.#restoring;
    if (this.looked !== room) return;
    if (!room?.joined || this.connection !== "open") return;
    this.#following.now(room.id);
    await visit(room, { api: this.#api, people: this.#people });
    this.tell(`room:${room.id}`);
    this.tell(`receipts:${room.id}`);
  }

  // Reading

  /** Everything up to an event was seen: the view calls it while the page is visible. */
  read(room, seq) {
    if (!room.joined || room.isPutBack || seq <= room.marker) return;
    this.#reading.read(room, Math.min(seq, room.head));
    this.roomsChanged();
  }

  /** Makes a message and all after it unread again, until the room is opened the next time. */
  async markUnread(room, seq) {
    const { marker } = await this.#api.put(`/v1/rooms/${room.id}/marker`, { seq: seq - 1, back: true });
    room.isPutBack = true;
    room.firstUnread = marker.seq;
    this.#reading.putBack(room, marker);
    this.roomsChanged();
    this.tell(`room:${room.id}`);
  }

  async #countAgain() {
    try {
      this.takeCounts((await this.#api.get("/v1/me/unread")).rooms);
    } catch {
      // The next connection asks again.
    }
  }

  /** Takes what /v1/me/unread says. */
  takeCounts(counts) {
    let isAllFollowed = true;
    for (const count of counts) {
      const room = this.room(count.room);
      if (!room) continue;
      this.#reading.counted(room, count);
      if (this.#following.has(room.id)) continue;
      room.skipTo(Math.min(room.asOf, count.head));
      isAllFollowed = false;
    }
    if (!isAllFollowed && this.connection === "open") this.#recount.call();
    this.roomsChanged();
  }

  // Writing

  /** Sends a message, now or when it can be: { text, thread?, replyTo?, poll?, forward? }. Gives its key. */
  send(room, message) {
    return this.#writing.send(room, message);
  }

  retry(key) {
    this.#writing.retry(key);
  }

  discard(key) {
    this.#writing.discard(key);
  }

  /** [{ key, text, replyTo, thread, poll, forward, state: "waiting" | "sent" | "failed", failure }] of a room, or a thread. */
  pending(room, thread = null) {
    return this.#writing.pending(room, thread);
  }

  /** Whether what is written outlives the page: not where the browser keeps nothing. */
  get outboxIsLasting() {
    return this.#writing.isLasting;
  }

  /** Says that one types. */
  typing(room) {
    this.#writing.typing(room);
  }

  /** Drafts: get, set, all (drafts.js). */
  get drafts() {
    return this.#drafts;
  }

  // People

  /** What is known of somebody; null if nothing is. It is asked for in the background: "people" tells. */
  person(id) {
    return this.#people.get(id);
  }

  /** Everybody that is known here. */
  get people() {
    return this.#people.all;
  }

  get blocked() {
    return this.#people.blocked;
  }

  setBlocked(ids) {
    const { blocked } = this.#people;
    if (blocked.size === ids.length && ids.every((id) => blocked.has(id))) return;
    this.#people.blocked = new Set(ids);
    this.#peopleChanged.call();
    // What they wrote counts no more, or again.
    this.#reading.askSoon();
  }

  /** Somebody's picture, or null. */
  pictureOf(id) {
    const tag = this.person(id)?.picture;
    return tag ? `/v1/people/${id}/picture?tag=${encodeURIComponent(tag)}` : null;
  }

  // Oneself

  async changeProfile(fields) {
    this.setMe(await this.#api.patch("/v1/me", fields));
  }

  setMe({ account, profile }) {
    this.me = { account, profile };
    this.tell("me");
  }

  /** Sets of what one is notified in a room: { level?, muted_until? }. */
  async setNotifications(room, fields) {
    room.notifications = (await this.#api.put(`/v1/rooms/${room.id}/notifications`, fields)).notifications;
    this.tell(`room:${room.id}`);
    this.roomsChanged();
  }

  /** Ends the session and forgets all that was kept here. */
  async logOut() {
    // What was begun in the last second is not lost: it goes along to the server.
    await this.#drafts.flush();
    // What the server says of the end of the session is no news then.
    this.#live.stop();
    try {
      await this.#api.delete("/v1/session");
    } catch (error) {
      if (error.status !== 401) {
        this.#live.start();
        throw error;
      }
    }
    this.connection = "ended";
    this.stop();
    // What cannot be removed was not kept.
    await this.#store.destroy().catch(() => {});
    this.tell("ended", { byOneself: true });
  }

  /** The session is over: what was read is forgotten, what was written and not sent is kept for who logs in again. */
  async ended() {
    if (this.connection === "ended") return;
    this.connection = "ended";
    this.stop();
    // What cannot be removed was not kept.
    await this.#cache.clear().catch(() => {});
    this.tell("ended", { byOneself: false });
  }

  // For stream.js and personal.js

  connectionIs(state) {
    this.connection = state;
    this.tell("connection");
  }

  roomsChanged() {
    this.#roomsChanged.call();
    this.#cache.touch();
  }

  roomWentOn(room) {
    this.#cache.touch(room.id);
  }

  setServer(server) {
    this.server = server;
    this.isServerKnown = true;
  }

  async refreshInvitations() {
    this.setInvitations((await this.#api.get("/v1/me/invitations")).invitations);
  }

  setInvitations(invitations) {
    this.invitations = invitations;
    this.tell("invitations");
  }

  // The cache

  #kept() {
    const { me, server } = this;
    const rooms = this.joined;
    const counts = rooms.map(({ id, counter }) => ({ room: id, ...counter.count }));
    return { epoch: this.#stream.epoch, me, server, rooms: rooms.map(({ info }) => info), counts, people: this.#people.kept() };
  }
}

/** Also of what is infinite. */
function compare(a, b) {
  return a === b ? 0 : a < b ? -1 : 1;
}
