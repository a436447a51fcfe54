// All that a logged-in person has here: the rooms, the stream that feeds them, and the outbox. Views listen to it.

import { Courier } from "./courier.js";
import { Live } from "./live.js";
import { Outbox } from "./outbox.js";
import { Room } from "./room.js";

export class House {
  account;
  /** "connecting", "open", "waiting" or "ended". */
  connection = "connecting";
  /** Most bytes of a message. */
  messageBytes = 16384;
  /** The id of the room that is looked at. */
  open = null;

  #api;
  #live;
  #courier;
  #listen;
  #rooms = new Map();
  #epoch = null;
  /** Requests under way: id to what to do with its answer. */
  #asked = new Map();
  /** Rooms that the stream feeds, or is about to. */
  #subscribed = new Set();
  #loading = new Map();

  /** `listen(what, room)` is told "connection", "rooms", "room", "presence", "pending" or "ended". */
  constructor({ api, account, rooms, storage, liveURL, listen, live }) {
    this.#api = api;
    this.#listen = listen;
    this.account = account;
    for (const info of rooms) this.#take(info);
    this.#courier = new Courier(
      new Outbox(storage, account.id),
      (fields) => this.#live.request("send", fields),
      (room) => this.#listen("pending", room),
    );
    const handlers = {
      state: (state) => this.#stateChanged(state),
      message: (message) => this.#received(message),
      lost: (how) => this.#lost(how),
      stillLoggedIn: () => this.#stillLoggedIn(),
    };
    this.#live = live ? live(handlers) : new Live(liveURL, handlers);
  }

  start() {
    this.#live.start();
  }

  stop() {
    this.#live.stop();
  }

  retryNow() {
    this.#live.retryNow();
  }

  // Rooms

  get rooms() {
    return [...this.#rooms.values()].sort((a, b) => a.title.localeCompare(b.title));
  }

  room(id) {
    return this.#rooms.get(id) ?? null;
  }

  named(handle) {
    return this.rooms.find((room) => room.handle === handle) ?? null;
  }

  async refreshRooms() {
    const infos = await this.#api.rooms();
    const there = new Set(infos.map((info) => info.id));
    for (const info of infos) this.#take(info);
    for (const room of this.#rooms.values()) {
      if (!there.has(room.id) && !room.joined) this.#rooms.delete(room.id);
    }
    this.#listen("rooms");
  }

  async createRoom(handle, title) {
    const room = this.#take(await this.#api.createRoom(handle, title));
    room.joined = true;
    this.#subscribe(room);
    this.#listen("rooms");
    return room;
  }

  async join(room) {
    room.update(await this.#api.join(room.id));
    room.joined = true;
    this.#subscribe(room);
    this.#listen("rooms");
    this.#listen("room", room.id);
  }

  async leave(room) {
    await this.#api.leave(room.id);
    this.#left(room, null);
  }

  async logOut() {
    await this.#api.logOut();
    this.stop();
  }

  /** Makes a room the one that is looked at: what comes in it counts as read. */
  look(room) {
    this.open = room?.id ?? null;
    if (!room) return;
    room.unread = 0;
    if (room.joined) this.#subscribe(room);
  }

  /** Loads the page before what is held; the same page once, however often it is asked for. */
  loadOlder(room) {
    if (room.atBeginning || room.cursor === null) return Promise.resolve();
    const under = this.#loading.get(room.id);
    if (under) return under;
    const load = this.#api
      .history(room.id, room.first)
      .then((page) => {
        room.addOlder(page);
        this.#listen("room", room.id);
      })
      .finally(() => this.#loading.delete(room.id));
    this.#loading.set(room.id, load);
    return load;
  }

  // Messages

  send(room, text) {
    this.#courier.submit(room.id, text);
  }

  retry(room, key) {
    this.#courier.retry(room.id, key);
  }

  discard(room, key) {
    this.#courier.discard(room.id, key);
  }

  pending(room) {
    return this.#courier.pending(room.id, room.cursor);
  }

  // The stream

  #take(info) {
    const known = this.#rooms.get(info.id);
    if (known) known.update(info);
    else this.#rooms.set(info.id, new Room(info));
    return this.#rooms.get(info.id);
  }

  #subscribe(room) {
    if (this.connection !== "open" || this.#subscribed.has(room.id)) return;
    const id = this.#live.request("subscribe", { room: room.id, ...room.position });
    if (id === null) return;
    this.#subscribed.add(room.id);
    this.#asked.set(id, room);
  }

  #stateChanged(state) {
    this.connection = state;
    this.#listen(state === "ended" ? "ended" : "connection");
  }

  #lost(how) {
    this.#asked.clear();
    this.#subscribed.clear();
    for (const room of this.#rooms.values()) room.live = false;
    this.#courier.disconnected(how);
  }

  async #stillLoggedIn() {
    try {
      await this.#api.me();
      return true;
    } catch (error) {
      return error.code !== "not_logged_in";
    }
  }

  #welcomed({ epoch, limits }) {
    this.#epoch = epoch;
    this.messageBytes = limits?.message_bytes ?? this.messageBytes;
    const joined = this.rooms.filter((room) => room.joined);
    // The one that is looked at comes first.
    joined.sort((a, b) => (b.id === this.open) - (a.id === this.open));
    for (const room of joined) this.#subscribe(room);
    this.#courier.connected();
    // What was made while there was no connection; a failure shows in the next try.
    this.refreshRooms().catch(() => {});
  }

  #received(message) {
    if (message.op === "welcome") return this.#welcomed(message);
    if (message.id !== undefined && this.#courier.answered(message)) return;
    const asked = this.#asked.get(message.id);
    const room = asked ?? this.#rooms.get(message.room);
    if (!room) return;
    switch (message.op) {
      case "event":
        return this.#happened(room, message);
      case "gap":
        room.reset(message.snapshot, this.#epoch);
        return this.#listen("room", room.id);
      case "caught_up":
        this.#asked.delete(message.id);
        room.caughtUp(message);
        return this.#listen("room", room.id);
      case "presence":
        room.presence(message);
        return this.#listen("presence", room.id);
      case "ended":
        if (room.joined) this.#left(room, message.message);
        return;
      case "error":
        this.#asked.delete(message.id);
        if (!asked) return;
        this.#subscribed.delete(room.id);
        if (message.code === "not_a_member") return this.#left(room, message.message);
        room.trouble = message.message;
        return this.#listen("room", room.id);
    }
  }

  #happened(room, event) {
    switch (room.apply(event)) {
      case "old":
        return;
      case "hole":
        // It should not be: begin again from where we are.
        this.#subscribed.delete(room.id);
        return this.#subscribe(room);
    }
    const unseen = room.id !== this.open || globalThis.document?.hidden === true;
    if (room.live && unseen && event.kind === "message" && event.by.id !== this.account.id) {
      room.unread += 1;
      this.#listen("rooms");
    }
    this.#listen("room", room.id);
  }

  #left(room, why) {
    this.#subscribed.delete(room.id);
    room.joined = false;
    room.live = false;
    room.trouble = why;
    this.#listen("rooms");
    this.#listen("room", room.id);
  }
}
