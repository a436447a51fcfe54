// What is kept for the next start, and for reading without a network: the rooms, the people, and the last lines of the
// rooms that were visited last. Written now and then, never waited for; losing it loses nothing.

import { Soon } from "./soon.js";

const PAUSE = 5_000;
const LINES = 200;
const ROOMS = 40;

export class Cache {
  #store;
  #now;
  #writing;
  #dirty = new Set();
  #take = null;
  #visited = [];

  constructor({ store, timers = globalThis, now = Date.now }) {
    this.#store = store;
    this.#now = now;
    this.#writing = new Soon(() => this.write(), PAUSE, timers);
  }

  /**
   * @param take gives what is to be kept: `take.house()`, `take.room(id)`, and the `take.epoch()` that cursors are of
   * @param visited numbers of rooms, the last visited first
   */
  begin(take, visited = []) {
    this.#take = take;
    this.#visited = visited;
  }

  get visited() {
    return this.#visited;
  }

  /** Shows the lines that were kept of a room until the server tells more. `isFollowed()`: whether the stream does already. */
  async restore(room, isFollowed) {
    const { timeline } = room;
    if (timeline.isRead) return;
    // What cannot be read was not kept.
    const kept = await this.#store.get("cache", `room ${room.id}`).catch(() => null);
    const epoch = this.#take?.epoch();
    if (!kept || timeline.isRead || (epoch && epoch !== kept.epoch)) return;
    const isContinued = !isFollowed();
    timeline.restore({ ...kept.timeline, lines: notExpired(kept.timeline.lines, room, this.#now()) }, isContinued);
    if (isContinued) {
      room.cursor = kept.cursor;
      room.epoch = kept.epoch;
    } else if (!timeline.loading) timeline.load("latest");
  }

  /** One belongs to the room no more. */
  forget(id) {
    this.#visited = this.#visited.filter((one) => one !== id);
    this.#attempt(this.#store.delete("cache", `room ${id}`));
  }

  visit(id) {
    this.#visited = [id, ...this.#visited.filter((one) => one !== id)];
    for (const old of this.#visited.splice(ROOMS)) this.#attempt(this.#store.delete("cache", `room ${old}`));
    this.touch(id);
  }

  /** Something changed: of a room, or of the house. */
  touch(id = null) {
    if (id !== null && !this.#visited.includes(id)) return;
    this.#dirty.add(id);
    this.#writing.call();
  }

  async write() {
    if (!this.#take) return;
    const dirty = [...this.#dirty];
    this.#dirty.clear();
    await Promise.all(
      dirty.map((id) => {
        const value = id === null ? { ...this.#take.house(), visited: this.#visited } : this.#keptOf(this.#take.room(id));
        return value && this.#attempt(this.#store.put("cache", id === null ? "house" : `room ${id}`, value));
      }),
    );
  }

  #keptOf(room) {
    const timeline = room?.joined ? room.timeline.kept(LINES) : null;
    const epoch = room?.epoch ?? this.#take.epoch();
    return timeline && epoch ? { epoch, cursor: room.cursor, timeline } : null;
  }

  /** Forgets all; nothing is written any more. */
  async clear() {
    this.stop();
    for (const key of (await this.#store.all("cache")).keys()) await this.#store.delete("cache", key);
  }

  stop() {
    this.#take = null;
    this.#writing.cancel();
  }

  async #attempt(writing) {
    try {
      await writing;
    } catch {
      // No room, or forbidden: the next start asks the server for everything.
    }
  }
}

/** Where texts are kept for a time only, that holds here too. */
function notExpired(lines, room, now) {
  const days = room.settings.retention_days ?? 0;
  return days > 0 ? lines.filter(({ raw }) => raw.at > now - days * 86_400_000) : lines;
}

/** What `openHouse` starts from. */
export function keptHouse(store) {
  return store.get("cache", "house");
}
