// Takes what the live stream tells (docs/protocol/live.md) into the house. The handlers of net/live.js.

/** What does not answer for so long does not say that one is logged out: milliseconds. */
const PATIENCE = 8_000;

export class Stream {
  /** The life of the store that all cursors are of. */
  epoch = null;

  #house;
  #parts;
  /** Messages that notify: "room seq", the last few. Their events may come later. */
  #notified = new Set();

  /** @param parts what else there is in the house: people, following, writing, reading, personal, and the api */
  constructor(house, parts) {
    this.#house = house;
    this.#parts = parts;
  }

  get #me() {
    return this.#house.me.account.id;
  }

  /** What a subscription of a log says: where it goes on from. */
  position(log) {
    const { personal } = this.#parts;
    const after = log === personal.log ? personal.cursor : this.#house.room(log)?.cursor;
    return after == null ? { room: log } : { room: log, after, epoch: this.epoch };
  }

  // The connection

  state(state) {
    if (state === "ended") this.#house.ended();
    else this.#house.connectionIs(state);
  }

  lost(how) {
    const { people, following, writing } = this.#parts;
    following.lost();
    writing.disconnected(how);
    people.forgetPresence();
    for (const room of this.#house.rooms.values()) [room.live, room.isVisited] = [false, false];
  }

  async stillLoggedIn() {
    try {
      await this.#parts.api.get("/v1/me", undefined, { signal: AbortSignal.timeout(PATIENCE) });
      return true;
    } catch (error) {
      return error.code !== "not_logged_in";
    }
  }

  #welcomed({ epoch, account }) {
    const house = this.#house;
    // Somebody else logged in with this browser.
    if (account.id !== this.#me) return house.ended();
    this.#enter(epoch);
    const { following, writing, reading, personal } = this.#parts;
    following.now(personal.log);
    house.reopen();
    writing.connected();
    reading.connected();
  }

  /** Cursors of another life of the store mean nothing in this one. */
  #enter(epoch) {
    for (const room of this.#house.rooms.values()) {
      const known = room.epoch ?? this.epoch;
      if (known !== null && known !== epoch) room.void();
      room.epoch = null;
    }
    if (this.epoch !== null && this.epoch !== epoch) this.#parts.personal.restart();
    this.epoch = epoch;
  }

  // Messages

  message(message) {
    if (message.op === "welcome") return this.#welcomed(message);
    if (message.id !== undefined && this.#parts.writing.answered(message)) return;
    const { personal } = this.#parts;
    if (message.room === personal.log) return personal.message(message);
    const asked = message.id === undefined ? null : this.#parts.following.answered(message);
    if (asked === personal.log && message.op === "error") return personal.refused(message);
    const room = this.#house.room(asked ?? message.room);
    if (room) this.#roomLog(room, message, asked !== null);
    else if (message.op === "notify" || message.op === "marker") this.#unknown(message);
  }

  /** Something of a room that is not known here: one came into it on another device. */
  async #unknown(message) {
    await this.#house.refreshRooms().catch(() => {});
    if (message.op === "notify") this.#notify(message);
  }

  #roomLog(room, message, isAnswer) {
    const house = this.#house;
    switch (message.op) {
      case "event":
        return this.#happened(room, message);
      case "gap":
        room.reset(message.snapshot, message.reason === "epoch");
        this.#parts.reading.askSoon();
        house.tell(`room:${room.id}`);
        return house.roomsChanged();
      case "caught_up":
        room.caughtUp(message);
        for (const id of message.online ?? []) this.#parts.people.setOnline(id, true);
        house.tell(`room:${room.id}`);
        return house.tell("presence", room.id);
      case "presence":
        return this.#presence(room, message);
      case "marker":
        this.#parts.reading.moved(room, message);
        return house.roomsChanged();
      case "receipt":
        room.hasRead(message.account, message.seq);
        return house.tell(`receipts:${room.id}`);
      case "typing":
        return this.#typing(room, message);
      case "notify":
        return this.#notify(message);
      case "ended":
        return house.left(room, message);
      case "error":
        if (isAnswer) this.#refused(room, message);
    }
  }

  #happened(room, event) {
    const house = this.#house;
    const isSeen = house.looked === room;
    const outcome = room.happened(event, isSeen);
    if (outcome === "old") return;
    if (outcome === "hole") {
      // It should not be: begin again from where we are.
      this.#parts.following.ended(room.id);
      return this.#parts.following.now(room.id);
    }
    this.#count(room, event);
    house.roomWentOn(room);
    if (event.by.id > 0) this.#parts.people.hint(event.by);
    if (event.kind === "message") {
      house.tell(`typing:${room.id}`);
      if (event.by.id === this.#me) {
        this.#parts.writing.saw(room.id, event.body.text);
        house.tell(`pending:${room.id}`);
      }
    }
    if (outcome !== "changed") return;
    if (event.kind === "changed" || (event.kind === "role_changed" && event.subject === this.#me)) {
      house.refreshRoom(room.id);
    }
    house.tell(`room:${room.id}`);
    house.roomsChanged();
  }

  /** What an event does to what is unread. */
  #count(room, { kind, seq, subject, by, body }) {
    const { counter } = room;
    if (kind === "deleted" && !counter.deleted(subject)) this.#parts.reading.askSoon();
    if (kind !== "message" && kind !== "deleted") return;
    if (kind === "message" && by.id === this.#me) counter.read(seq);
    else if (kind === "message" && body.erased !== true && !this.#parts.people.blocked.has(by.id)) {
      counter.came(seq, this.#isForMe(room, seq, body));
    }
    this.#house.roomsChanged();
  }

  #isForMe(room, seq, body) {
    if (body.mentions_all || body.mentions_here || body.mentions?.includes(this.#me)) return true;
    if (this.#notified.delete(`${room.id} ${seq}`)) return true;
    return body.reply_to !== undefined && room.timeline.find(body.reply_to)?.by.id === this.#me;
  }

  #notify({ room: id, seq, by, reason }) {
    const room = this.#house.room(id);
    if (reason !== "level_all") {
      if (room && seq <= (room.cursor ?? 0)) room.counter.mentioned(seq);
      else this.#remember(`${id} ${seq}`);
    }
    // What goes on there is worth following.
    if (room?.joined && !this.#parts.following.has(id)) this.#parts.following.now(id);
    this.#parts.people.hint(by);
    this.#house.tell("notify", { room: id, seq, by, reason });
    this.#house.roomsChanged();
  }

  #remember(message) {
    this.#notified.add(message);
    if (this.#notified.size > 100) this.#notified.delete(this.#notified.values().next().value);
  }

  #presence(room, { account, online }) {
    const { people } = this.#parts;
    people.heard(account, online);
    room.presence(account.id, online);
    this.#house.tell("presence", room.id);
  }

  #typing(room, { account, for: milliseconds }) {
    if (account.id === this.#me || this.#parts.people.blocked.has(account.id)) return;
    room.types(account, milliseconds);
    this.#house.tell(`typing:${room.id}`);
    this.#parts.timers.setTimeout(() => this.#house.tell(`typing:${room.id}`), milliseconds + 50);
  }

  #refused(room, message) {
    if (message.code === "rate_limited") return this.#parts.following.postpone(room.id, message.retry_after ?? 1);
    this.#parts.following.ended(room.id);
    if (message.code === "not_a_member" || message.code === "room_gone" || message.code === "room_unknown") {
      return this.#house.left(room, message);
    }
    room.trouble = message;
    this.#house.tell(`room:${room.id}`);
  }
}
