// The rooms that are known here: those that one belongs to, and those that one came across.

import { Room } from "./room.js";
import { Soon } from "./soon.js";

/** What the server says of a room that one cannot have. */
const NONE = new Set(["room_unknown", "room_gone", "not_a_member"]);

export class RoomList {
  /** By number. */
  all = new Map();

  #api;
  #me;
  #people;
  #timers;
  #now;
  #changed;
  #left;
  #refreshing = new Map();

  /**
   * @param me one's account
   * @param changed `(room)` is called when a room was added or asked for again
   * @param left `(room, why)` is called when one belongs to a room no more
   */
  constructor({ api, me, people, changed, left, timers, now }) {
    this.#api = api;
    this.#me = me;
    this.#people = people;
    this.#changed = changed;
    this.#left = left;
    this.#timers = timers;
    this.#now = now;
  }

  get(id) {
    return this.all.get(id) ?? null;
  }

  get joined() {
    return [...this.all.values()].filter(({ joined }) => joined);
  }

  get unreadTotal() {
    const total = { unread: 0, mentions: 0 };
    for (const room of this.all.values()) {
      total.unread += room.unread;
      total.mentions += room.mentions;
    }
    return total;
  }

  /** Takes a ROOM. */
  take(info) {
    let room = this.get(info.id);
    if (room) room.update(info);
    else {
      const ask = (query) => this.#api.get(`/v1/rooms/${info.id}/messages`, query);
      room = new Room(info, { ask, me: this.#me, now: this.#now });
      this.all.set(info.id, room);
    }
    if (info.person) this.#people.hint(info.person);
    return room;
  }

  /** Takes all rooms that one belongs to: in the others one is no more. */
  takeOwn(infos) {
    const own = new Set(infos.map(({ id }) => id));
    for (const info of infos) this.take(info);
    for (const room of this.joined) if (!own.has(room.id)) this.#left(room, null);
  }

  /** A room that may not be known yet; null if there is none, or not for this person. Throws what the server says else. */
  async find(id) {
    const known = this.get(id);
    if (known) return known;
    try {
      return await this.#ask(id);
    } catch (error) {
      if (NONE.has(error.code)) return null;
      throw error;
    }
  }

  /** Asks for a room again, soon: what one may do there may have changed. */
  refresh(id) {
    if (!this.#refreshing.has(id)) this.#refreshing.set(id, new Soon(() => this.#refresh(id), 200, this.#timers));
    this.#refreshing.get(id).call();
  }

  async #refresh(id) {
    try {
      await this.#ask(id);
    } catch (error) {
      // What else fails shows itself in the connection.
      const room = this.get(id);
      if (room && NONE.has(error.code)) this.#left(room, error);
    }
  }

  async #ask(id) {
    const room = this.take((await this.#api.get(`/v1/rooms/${id}`)).room);
    this.#changed(room);
    return room;
  }

  stop() {
    for (const soon of this.#refreshing.values()) soon.cancel();
  }
}
