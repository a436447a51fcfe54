// What was written and not yet acknowledged. It outlives the page, and all pages of this browser have the same: each
// tells the others what it adds and removes, so that any of them can send it.
//
// An entry: { key, room, text, thread?, replyTo?, poll?, forward?, failure? }. Keys rise: they are the order.

import { uuid7 } from "../net/uuid7.js";

export class Outbox {
  #store;
  #channel;
  #changed;
  #entries = new Map();
  /** Acknowledged, but their event was not seen yet: key to entry with its seq. */
  #sent = new Map();
  /** Keys of what is in the room by the look of it, and not acknowledged yet: an event may come before its answer. */
  #seen = new Set();
  /** Keys of what was written in another page, which sends it first. */
  #foreign = new Set();
  #isLasting;

  /**
   * @param store where it is kept (store.js)
   * @param channel a BroadcastChannel that reaches the account's other pages, or null
   * @param changed `(room)` is called when a room's entries are others than before
   */
  constructor({ store, channel = null, changed }) {
    this.#store = store;
    this.#channel = channel;
    this.#changed = changed;
    this.#isLasting = store.isLasting;
    if (channel) channel.onmessage = ({ data }) => this.#heard(data);
  }

  /** Reads what was left behind. */
  async load() {
    const kept = await this.#store.all("outbox").catch(() => {
      this.#lost();
      return new Map();
    });
    for (const entry of kept.values()) {
      if (isWhole(entry) && !this.#entries.has(entry.key)) this.#entries.set(entry.key, entry);
    }
    for (const room of this.rooms) this.#changed(room);
  }

  /** Whether what is written here outlives the page. */
  get isLasting() {
    return this.#isLasting;
  }

  add(room, fields, key = uuid7()) {
    const entry = { ...fields, key, room };
    this.#entries.set(key, entry);
    this.#keep(entry);
    this.#tell({ kept: entry });
    this.#changed(room);
    return entry;
  }

  get(key) {
    return this.#entries.get(key) ?? null;
  }

  /** The server has it, as number `seq` of the room. */
  acknowledge(key, seq) {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#forget(entry, seq);
    this.#tell({ gone: key, seq });
  }

  /** It is given up. */
  discard(key) {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#forget(entry, null);
    this.#tell({ gone: key, seq: null });
  }

  #forget(entry, seq) {
    this.#entries.delete(entry.key);
    this.#seen.delete(entry.key);
    this.#foreign.delete(entry.key);
    if (seq !== null) this.#sent.set(entry.key, { ...entry, seq });
    this.#store.delete("outbox", entry.key).catch(() => this.#lost());
    this.#changed(entry.room);
  }

  /** Says why an entry will not be sent until the person asks again: { code, message, … }; null takes that back. */
  setFailure(key, failure) {
    const entry = this.#entries.get(key);
    if (!entry) return;
    if (failure) entry.failure = failure;
    else delete entry.failure;
    this.#seen.delete(key);
    this.#foreign.delete(key);
    this.#keep(entry);
    this.#tell({ kept: entry });
    this.#changed(entry.room);
  }

  /** A room's entries in the order in which they were written. */
  entries(room) {
    return [...this.#entries.values()].filter((entry) => entry.room === room).sort(byKey);
  }

  get rooms() {
    return new Set([...this.#entries.values()].map((entry) => entry.room));
  }

  /** One's own message came into a room: most likely the first that waits for its answer. */
  saw(room, text) {
    const [first] = this.entries(room).filter(({ key, failure }) => !failure && !this.#seen.has(key));
    if (first?.text === text) this.#seen.add(first.key);
  }

  /** Without the connection nobody answers: what was not acknowledged may not be there after all. */
  forgetSeen() {
    this.#seen.clear();
  }

  /** Nothing is told to other pages any more, and nothing heard. */
  close() {
    this.#channel?.close();
    this.#channel = null;
  }

  /** Whether another page wrote it, and is about to send it. */
  isForeign(key) {
    return this.#foreign.has(key);
  }

  /** The other page had its time: from now on it is sent from here as well. */
  adopt(key) {
    return this.#foreign.delete(key);
  }

  /** What is shown below the events up to `seen`: { key, text, replyTo, …, state: "waiting" | "sent" | "failed" }. */
  pending(room, thread, seen) {
    for (const [key, entry] of this.#sent) if (entry.room === room && entry.seq <= seen) this.#sent.delete(key);
    const isHere = (entry) => entry.room === room && (entry.thread ?? null) === thread;
    const sent = [...this.#sent.values()].filter(isHere).map((entry) => ({ ...entry, state: "sent" }));
    const waiting = this.entries(room).filter((entry) => isHere(entry) && !this.#seen.has(entry.key));
    return [
      ...sent.sort((a, b) => a.seq - b.seq),
      ...waiting.map((entry) => ({ ...entry, state: entry.failure ? "failed" : "waiting" })),
    ];
  }

  #heard({ kept, gone, seq }) {
    if (kept) {
      if (!isWhole(kept)) return;
      const isNew = !this.#entries.has(kept.key);
      this.#entries.set(kept.key, kept);
      if (isNew || !kept.failure) this.#foreign.add(kept.key);
      this.#changed(kept.room);
    } else if (gone) {
      const entry = this.#entries.get(gone);
      if (entry) this.#forget(entry, seq);
    }
  }

  #keep(entry) {
    this.#store.put("outbox", entry.key, entry).catch(() => this.#lost());
  }

  /** The storage is full or forbidden: what is written lives as long as the page. */
  #lost() {
    this.#isLasting = false;
  }

  #tell(message) {
    this.#channel?.postMessage(message);
  }
}

function byKey(a, b) {
  return a.key < b.key ? -1 : 1;
}

function isWhole(entry) {
  return Number.isSafeInteger(entry?.room) && typeof entry.key === "string" && (entry.text !== undefined || entry.forward !== undefined);
}
