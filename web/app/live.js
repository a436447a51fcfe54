// The live stream's connection (docs/protocol/live.md): keeps one open, and comes back by itself.

import { pause } from "./backoff.js";

/** Closed with one of these, the same input would be refused again. */
const REFUSED_INPUT = new Set([1002, 1003, 1007, 1009]);
const SESSION_ENDED = 4001;

/**
 * Calls `on.state("connecting" | "open" | "waiting" | "ended")`, `on.message(message)` for each message, the welcome
 * first, and `on.lost({ refusedInput })` when an open connection is gone.
 * `on.stillLoggedIn()` is asked when a connection did not come about, since a browser does not tell why.
 */
export class Live {
  #url;
  #on;
  #Socket;
  #timers;
  #random;
  #socket = null;
  #open = false;
  #attempt = 0;
  #timer = null;
  #lastID = 0;
  #stopped = true;

  constructor(url, on, { Socket = globalThis.WebSocket, timers = globalThis, random = Math.random } = {}) {
    this.#url = url;
    this.#on = on;
    this.#Socket = Socket;
    this.#timers = timers;
    this.#random = random;
  }

  start() {
    this.#stopped = false;
    this.#connect();
  }

  /** Says good-bye and stays away. */
  stop() {
    this.#stopped = true;
    this.#timers.clearTimeout(this.#timer);
    this.#timer = null;
    this.#open = false;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close(1000);
  }

  /** Tries at once, if it is waiting: the network is back, or the person asked. */
  retryNow() {
    if (this.#timer === null) return;
    this.#timers.clearTimeout(this.#timer);
    this.#connect();
  }

  /** Sends a request and gives its id; null while there is no connection. */
  request(op, fields) {
    if (!this.#open) return null;
    const id = ++this.#lastID;
    this.#socket.send(JSON.stringify({ op, id, ...fields }));
    return id;
  }

  #connect() {
    this.#timer = null;
    this.#on.state("connecting");
    const socket = new this.#Socket(this.#url);
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      if (socket === this.#socket) this.#receive(data);
    };
    socket.onclose = ({ code }) => {
      if (socket === this.#socket) this.#closed(code);
    };
  }

  #receive(data) {
    let message;
    try {
      message = JSON.parse(data);
    } catch {
      return;
    }
    if (message.op === "welcome") {
      this.#open = true;
      this.#on.state("open");
    }
    this.#on.message(message);
    // What is understood proves that the way is good: only then does the pause begin anew.
    if (message.op === "caught_up" || message.op === "ack") this.#attempt = 0;
  }

  async #closed(code) {
    const wasOpen = this.#open;
    this.#open = false;
    this.#socket = null;
    if (wasOpen) this.#on.lost({ refusedInput: REFUSED_INPUT.has(code) });
    if (this.#stopped) return;
    if (code === SESSION_ENDED || (!wasOpen && !(await this.#on.stillLoggedIn()))) {
      if (this.#stopped) return;
      this.#stopped = true;
      this.#on.state("ended");
      return;
    }
    if (this.#stopped) return;
    this.#on.state("waiting");
    this.#timer = this.#timers.setTimeout(() => this.#connect(), pause(this.#attempt++, this.#random));
  }
}
