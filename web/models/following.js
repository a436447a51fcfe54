// Which logs the stream follows. Everything that one belongs to, as far as the server takes it at its pace: what is
// looked at first, then as the caller says. A log is followed from its cursor, so that the order does not matter.

/** A connection may have 500; the rest is for what is opened. */
const MOST = 250;
/** So many at once, and then so many a second: the server counts an account's requests. */
const [BURST, PACE] = [10, 5];

export class Following {
  #request;
  #timers;
  #now;
  /** Logs that are followed, or asked for. */
  #followed = new Set();
  /** Requests under way: id to log. */
  #asked = new Map();
  #queue = new Map();
  #tokens = BURST;
  #filledAt = 0;
  #timer = null;

  /** @param request `(log) => id` subscribes from the log's position; null while there is no connection */
  constructor({ request, timers = globalThis, now = Date.now }) {
    this.#request = request;
    this.#timers = timers;
    this.#now = now;
  }

  has(log) {
    return this.#followed.has(log);
  }

  /** Follows at once. */
  now(log) {
    this.#queue.delete(log);
    if (this.#followed.has(log)) return;
    const id = this.#request(log);
    if (id === null) return;
    this.#tokens -= 1;
    this.#followed.add(log);
    this.#asked.set(id, log);
  }

  /** Follows these as soon as the pace allows, in this order, as many as there may be. */
  soon(logs) {
    for (const log of logs) {
      if (this.#followed.has(log) || this.#followed.size + this.#queue.size >= MOST) continue;
      this.#queue.set(log, true);
    }
    this.#run();
  }

  /** The log that an answer is for; null if it is none of these. */
  answered({ id, op }) {
    const log = this.#asked.get(id) ?? null;
    if (op === "caught_up" || op === "error") this.#asked.delete(id);
    return log;
  }

  /** It is followed no more. */
  ended(log) {
    this.#followed.delete(log);
    this.#queue.delete(log);
  }

  /** The server wants it later. */
  postpone(log, seconds) {
    this.#followed.delete(log);
    this.#tokens = 0;
    this.#filledAt = this.#now() + seconds * 1000;
    this.#queue = new Map([[log, true], ...this.#queue]);
    this.#run();
  }

  lost() {
    this.#timers.clearTimeout(this.#timer);
    this.#timer = null;
    this.#followed.clear();
    this.#asked.clear();
    this.#queue.clear();
    this.#tokens = BURST;
    this.#filledAt = this.#now();
  }

  #run() {
    if (this.#timer !== null) return;
    const passed = Math.max(0, this.#now() - this.#filledAt);
    this.#tokens = Math.min(BURST, this.#tokens + (passed / 1000) * PACE);
    this.#filledAt = Math.max(this.#filledAt, this.#now());
    for (const log of [...this.#queue.keys()]) {
      if (this.#tokens < 1) break;
      this.now(log);
    }
    if (this.#queue.size === 0) return;
    const wait = Math.max(1000 / PACE, this.#filledAt - this.#now());
    this.#timer = this.#timers.setTimeout(() => {
      this.#timer = null;
      this.#run();
    }, wait);
  }
}
