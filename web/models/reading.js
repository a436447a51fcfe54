// How far one has read: tells the server, at most once a second, and asks it where the arithmetic here cannot be exact.

import { Soon } from "./soon.js";

const PAUSE = 1_000;

export class Reading {
  #say;
  #ask;
  #timers;
  /** What the server did not confirm yet: room to seq. */
  #unconfirmed = new Map();
  #toTell = new Set();
  #pausing = false;
  #asking;

  /**
   * @param say `(room, seq) => whether it could be told`
   * @param ask asks the server for all counts
   */
  constructor({ say, ask, timers = globalThis }) {
    this.#say = say;
    this.#timers = timers;
    this.#asking = new Soon(ask, 1_500, timers);
  }

  /** Everything up to an event of a room was read here. */
  read(room, seq) {
    if (!room.counter.read(seq)) this.askSoon();
    room.counter.isAhead = true;
    this.#unconfirmed.set(room.id, { room, seq });
    this.#toTell.add(room.id);
    if (!this.#pausing) this.#tell();
  }

  /** The server's `marker` of a room. */
  moved(room, marker) {
    if (marker.seq >= (this.#unconfirmed.get(room.id)?.seq ?? 0)) this.#confirmed(room);
    if (!room.counter.moved(marker)) this.askSoon();
  }

  /** One made something unread again: what was read here before counts no more. */
  putBack(room, marker) {
    this.#confirmed(room);
    if (!room.counter.moved(marker)) this.askSoon();
  }

  /** What /v1/me/unread says of a room. */
  counted(room, count) {
    if (count.seq >= (this.#unconfirmed.get(room.id)?.seq ?? 0)) this.#confirmed(room);
    room.counter.take(count);
  }

  #confirmed(room) {
    this.#unconfirmed.delete(room.id);
    this.#toTell.delete(room.id);
    room.counter.isAhead = false;
  }

  /** The server is asked for the counts, soon. */
  askSoon() {
    this.#asking.call();
  }

  connected() {
    for (const id of this.#unconfirmed.keys()) this.#toTell.add(id);
    this.#tell();
  }

  stop() {
    this.#asking.cancel();
    this.#unconfirmed.clear();
    this.#toTell.clear();
  }

  #tell() {
    const before = this.#toTell.size;
    for (const id of [...this.#toTell]) {
      const { room, seq } = this.#unconfirmed.get(id);
      if (this.#say(room.id, seq)) this.#toTell.delete(id);
    }
    // Without a connection it waits for the next one.
    if (this.#toTell.size === before) return;
    this.#pausing = true;
    this.#timers.setTimeout(() => {
      this.#pausing = false;
      this.#tell();
    }, PAUSE);
  }
}
