// What was written and not yet acknowledged. It outlives the page: each entry lies in the storage under its own name,
// so that two windows never overwrite each other's.

import { uuid7 } from "./uuid7.js";

export class Outbox {
  #storage;
  #prefix;
  #entries = new Map();

  /** Reads what an account left behind. `storage` is a `Storage`, such as `localStorage`; null keeps all in memory. */
  constructor(storage, account) {
    this.#storage = storage;
    this.#prefix = `roost.outbox.${account}.`;
    for (const name of storage ? Object.keys(storage) : []) {
      if (!name.startsWith(this.#prefix)) continue;
      const entry = parsed(storage.getItem(name));
      if (entry) this.#entries.set(entry.key, entry);
    }
  }

  add(room, text, key = uuid7()) {
    const entry = { key, room, text };
    this.#entries.set(key, entry);
    this.#save(entry);
    return entry;
  }

  /** The entry was acknowledged, or is given up. */
  remove(key) {
    this.#entries.delete(key);
    this.#storage?.removeItem(this.#prefix + key);
  }

  /** Says why an entry will not be sent until the person asks again; null takes that back. */
  setFailure(key, reason) {
    const entry = this.#entries.get(key);
    if (!entry) return;
    if (reason) entry.failure = reason;
    else delete entry.failure;
    this.#save(entry);
  }

  /** A room's entries in the order in which they were written. */
  entries(room) {
    return [...this.#entries.values()].filter((entry) => entry.room === room).sort(byKey);
  }

  get rooms() {
    return new Set([...this.#entries.values()].map((entry) => entry.room));
  }

  #save(entry) {
    try {
      this.#storage?.setItem(this.#prefix + entry.key, JSON.stringify(entry));
    } catch {
      // The storage is full or forbidden: the entry lives as long as the page.
    }
  }
}

function byKey(a, b) {
  return a.key < b.key ? -1 : 1;
}

function parsed(text) {
  try {
    const entry = JSON.parse(text);
    const whole = Number.isSafeInteger(entry.room) && typeof entry.key === "string" && typeof entry.text === "string";
    return whole ? entry : null;
  } catch {
    return null;
  }
}
