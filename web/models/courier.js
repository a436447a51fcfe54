// Takes what lies in the outbox to the server: one message a room at a time, so that a retry cannot change the order.
//
// What another page of this browser wrote is sent from there; after a while, if it is still there, from here as well.
// The key makes that harmless: the server keeps it once.

import { pause } from "../net/backoff.js";

/** Refusals after which the same request may succeed (docs/protocol/errors.md). */
const RETRIED = new Set(["rate_limited", "slow_mode", "overloaded", "shutting_down", "outcome_unknown"]);
/** How long the page that wrote it has for sending it: milliseconds. */
const FOREIGN = 5_000;
/** After so long without an answer the connection is looked after. */
const PATIENCE = 10_000;

export class Courier {
  #outbox;
  #send;
  #post;
  #check;
  #timers;
  #random;
  /** Sends on the stream that have no answer: id to entry. */
  #underWay = new Map();
  /** Rooms that wait for an answer, or for the end of a pause: room to the key of what they wait with. */
  #busy = new Map();
  #attempts = new Map();
  #isConnected = false;

  /**
   * @param send `(fields) => id` sends on the stream; null while there is no connection
   * @param post `(room, body) => Promise` sends by HTTP, what the stream cannot carry
   * @param check looks after the connection
   */
  constructor({ outbox, send, post, check = () => {}, timers = globalThis, random = Math.random }) {
    this.#outbox = outbox;
    this.#send = send;
    this.#post = post;
    this.#check = check;
    this.#timers = timers;
    this.#random = random;
  }

  /** There may be something to send in a room. */
  look(room) {
    if (!this.#isConnected || this.#busy.has(room)) return;
    const entries = this.#outbox.entries(room).filter((entry) => !entry.failure);
    const [entry] = entries;
    if (!entry) return;
    // What is written here waits for nobody; what comes before it is sent along.
    if (entries.every(({ key }) => this.#outbox.isForeign(key))) return this.#leaveToOthers(entry);
    this.#take(entry);
  }

  #leaveToOthers(entry) {
    this.#timers.setTimeout(() => {
      if (this.#outbox.adopt(entry.key)) this.look(entry.room);
    }, FOREIGN);
  }

  connected() {
    this.#isConnected = true;
    for (const room of this.#outbox.rooms) this.look(room);
  }

  /** The connection is gone: what had no answer is sent again with the same key when there is another. */
  disconnected({ refusedInput = false } = {}) {
    this.#isConnected = false;
    for (const entry of this.#underWay.values()) {
      this.#busy.delete(entry.room);
      // Sending it again would end the next connection as well.
      if (refusedInput) this.#outbox.setFailure(entry.key, { code: "bad_request", message: "" });
    }
    this.#underWay.clear();
  }

  /** Takes an answer of the stream. False if it was none to a send. */
  answered(message) {
    const entry = this.#underWay.get(message.id);
    if (!entry || (message.op !== "ack" && message.op !== "error")) return false;
    this.#underWay.delete(message.id);
    if (message.op === "ack") this.#arrived(entry, message.seq);
    else this.#refused(entry, { ...message, retryAfter: message.retry_after });
    return true;
  }

  #take(entry) {
    if (entry.poll || entry.forward) return this.#takeByPost(entry);
    const { room, key, text, thread, replyTo } = entry;
    const id = this.#send({ room, key, text, thread, reply_to: replyTo });
    if (id === null) return;
    this.#busy.set(room, key);
    this.#underWay.set(id, entry);
    this.#timers.setTimeout(() => {
      if (this.#underWay.get(id) === entry) this.#check();
    }, PATIENCE);
  }

  async #takeByPost(entry) {
    const { room, key, text, thread, replyTo, poll, forward } = entry;
    this.#busy.set(room, key);
    const body = forward ? { key, forward, thread, reply_to: replyTo } : { key, text, poll, thread, reply_to: replyTo };
    try {
      const { seq } = await this.#post(room, body);
      this.#arrived(entry, seq);
    } catch (error) {
      this.#refused(entry, error);
    }
  }

  #arrived(entry, seq) {
    this.#attempts.delete(entry.key);
    this.#outbox.acknowledge(entry.key, seq);
    this.#free(entry);
  }

  #refused(entry, { code, message, limit, retryAfter, status }) {
    // A session that ended says nothing of the message; a fault that is not known may go by, as its status says.
    const isPassing = RETRIED.has(code) || code === "unreachable" || code === "not_logged_in" || (status > 500 && !code);
    if (!isPassing) {
      this.#outbox.setFailure(entry.key, { code, message, limit });
      return this.#free(entry);
    }
    const attempt = this.#attempts.get(entry.key) ?? 0;
    this.#attempts.set(entry.key, attempt + 1);
    const wait = Math.max(pause(attempt, this.#random), (retryAfter ?? 0) * 1000);
    this.#timers.setTimeout(() => this.#free(entry), wait);
  }

  /** The room waits with this entry no more. */
  #free({ room, key }) {
    if (this.#busy.get(room) !== key) return;
    this.#busy.delete(room);
    this.look(room);
  }
}
