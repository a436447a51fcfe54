// Takes what lies in the outbox to the server: one message a room at a time, so that a retry cannot change the order.

import { pause } from "./backoff.js";

/** Refusals after which the same request may succeed (docs/protocol/errors.md). */
const RETRIED = new Set(["rate_limited", "overloaded", "shutting_down", "outcome_unknown"]);

export class Courier {
  #outbox;
  #send;
  #changed;
  #timers;
  #random;
  /** Requests under way: id to entry. */
  #underWay = new Map();
  /** Rooms that wait for an answer, or for the end of a pause. */
  #busy = new Set();
  /** Acknowledged, but their event was not seen yet: key to entry and seq. */
  #acknowledged = new Map();
  #attempts = new Map();

  /**
   * @param send `(fields) => id`, or null while there is no connection
   * @param changed `(room)` is called when what `pending` gives has changed
   */
  constructor(outbox, send, changed, { timers = globalThis, random = Math.random } = {}) {
    this.#outbox = outbox;
    this.#send = send;
    this.#changed = changed;
    this.#timers = timers;
    this.#random = random;
  }

  submit(room, text) {
    this.#outbox.add(room, text);
    this.#next(room);
    this.#changed(room);
  }

  connected() {
    for (const room of this.#outbox.rooms) this.#next(room);
  }

  /** The connection is gone: what had no answer is sent again with the same key when there is another. */
  disconnected({ refusedInput = false } = {}) {
    for (const entry of this.#underWay.values()) {
      this.#busy.delete(entry.room);
      // Sending it again would end the next connection as well.
      if (refusedInput) this.#outbox.setFailure(entry.key, "The server could not read this message.");
      this.#changed(entry.room);
    }
    this.#underWay.clear();
  }

  /** Takes an answer. False if it was none to a send. */
  answered(message) {
    const entry = this.#underWay.get(message.id);
    if (!entry || (message.op !== "ack" && message.op !== "error")) return false;
    this.#underWay.delete(message.id);
    if (message.op === "ack") {
      this.#outbox.remove(entry.key);
      this.#attempts.delete(entry.key);
      this.#acknowledged.set(entry.key, { ...entry, seq: message.seq });
      this.#free(entry.room);
    } else if (RETRIED.has(message.code)) {
      const attempt = this.#attempts.get(entry.key) ?? 0;
      this.#attempts.set(entry.key, attempt + 1);
      const wait = Math.max(pause(attempt, this.#random), (message.retry_after ?? 0) * 1000);
      this.#timers.setTimeout(() => this.#free(entry.room), wait);
    } else {
      this.#outbox.setFailure(entry.key, message.message);
      this.#free(entry.room);
    }
    this.#changed(entry.room);
    return true;
  }

  retry(room, key) {
    this.#outbox.setFailure(key, null);
    this.#next(room);
    this.#changed(room);
  }

  discard(room, key) {
    this.#outbox.remove(key);
    this.#changed(room);
  }

  /** What is to be shown below the events up to `cursor`: `{ key, text, state: "waiting" | "sent" | "failed" }`. */
  pending(room, cursor) {
    for (const [key, entry] of this.#acknowledged) {
      if (entry.room === room && cursor !== null && entry.seq <= cursor) this.#acknowledged.delete(key);
    }
    const sent = [...this.#acknowledged.values()].filter((entry) => entry.room === room);
    return [
      ...sent.map((entry) => ({ ...entry, state: "sent" })),
      ...this.#outbox.entries(room).map((entry) => ({ ...entry, state: entry.failure ? "failed" : "waiting" })),
    ];
  }

  #free(room) {
    this.#busy.delete(room);
    this.#next(room);
  }

  #next(room) {
    if (this.#busy.has(room)) return;
    const entry = this.#outbox.entries(room).find((entry) => !entry.failure);
    if (!entry) return;
    const id = this.#send({ room, key: entry.key, text: entry.text });
    if (id === null) return;
    this.#busy.add(room);
    this.#underWay.set(id, entry);
  }
}
