// The live stream's connection (docs/protocol/live.md): keeps one open, and comes back by itself.

import { pause } from "./backoff.js";

/** Closed with one of these, the same input would be refused again. */
const REFUSED_INPUT = new Set([1002, 1003, 1007, 1009]);
const SESSION_ENDED = 4001;
/** How long a living server takes at most to answer: milliseconds. */
const PATIENCE = 5_000;
/** How long a connection may take to come about. */
const OPENING = 20_000;

/**
 * Calls `on.state("connecting" | "open" | "waiting" | "offline" | "ended")`, `on.message(message)` for each message, the
 * welcome first, and `on.lost({ refusedInput })` when an open connection is gone. "offline" is "waiting" where the
 * device knows that it has no network; it is tried all the same, since the server may be this very device.
 * `on.stillLoggedIn()` is asked when a connection did not come about, since a browser does not tell why.
 */
export class Live {
  #url;
  #on;
  #Socket;
  #timers;
  #random;
  #network;
  #socket = null;
  #open = false;
  #attempt = 0;
  #timer = null;
  #opening = null;
  #probe = null;
  #lastID = 0;
  #stopped = true;

  /** `network()` is whether the device has a network. */
  constructor(url, on, parts = {}) {
    this.#url = url;
    this.#on = on;
    this.#Socket = parts.Socket ?? globalThis.WebSocket;
    this.#timers = parts.timers ?? globalThis;
    this.#random = parts.random ?? Math.random;
    this.#network = parts.network ?? (() => globalThis.navigator?.onLine !== false);
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
    const socket = this.#leave();
    socket?.close(1000);
  }

  /** Tries at once, if it is waiting: the network is back, or the person asked. An open connection is looked after. */
  retryNow() {
    if (this.#stopped) return;
    if (this.#timer === null) return this.check();
    this.#timers.clearTimeout(this.#timer);
    this.#connect();
  }

  /** Makes sure that the connection is alive: a browser does not tell when a network goes without a word. */
  check() {
    if (!this.#open || this.#probe) return;
    const socket = this.#socket;
    this.request("unsubscribe", { room: Number.MAX_SAFE_INTEGER });
    this.#probe = this.#timers.setTimeout(() => {
      this.#probe = null;
      if (socket === this.#socket) this.#giveUp();
    }, PATIENCE);
  }

  /** Sends a request and gives its id; null while there is no connection. */
  request(op, fields) {
    if (!this.#open) return null;
    const id = ++this.#lastID;
    this.#socket.send(JSON.stringify({ op, id, ...fields }));
    return id;
  }

  /** Sends what has no answer. False while there is no connection. */
  say(op, fields) {
    if (!this.#open) return false;
    this.#socket.send(JSON.stringify({ op, ...fields }));
    return true;
  }

  #connect() {
    this.#timer = null;
    this.#on.state("connecting");
    const socket = new this.#Socket(this.#url);
    this.#socket = socket;
    this.#opening = this.#timers.setTimeout(() => {
      if (socket === this.#socket) this.#giveUp();
    }, OPENING);
    socket.onmessage = ({ data }) => {
      if (socket === this.#socket) this.#receive(data);
    };
    socket.onclose = ({ code }) => {
      if (socket === this.#socket) this.#closed(code);
    };
  }

  #receive(data) {
    // Whatever comes proves that the other side lives.
    this.#timers.clearTimeout(this.#probe);
    this.#probe = null;
    let message;
    try {
      message = JSON.parse(data);
    } catch {
      return;
    }
    if (message.op === "welcome") {
      this.#timers.clearTimeout(this.#opening);
      this.#open = true;
      this.#on.state("open");
    }
    this.#on.message(message);
    // What is understood proves that the way is good: only then does the pause begin anew.
    if (message.op === "caught_up" || message.op === "ack") this.#attempt = 0;
  }

  /** A socket whose other side is silent takes its time to close: it is left alone, and a new one is made. */
  #giveUp() {
    const socket = this.#socket;
    this.#closed(1006);
    socket.close();
  }

  #leave() {
    this.#timers.clearTimeout(this.#opening);
    this.#timers.clearTimeout(this.#probe);
    this.#probe = null;
    this.#open = false;
    const socket = this.#socket;
    this.#socket = null;
    return socket;
  }

  async #closed(code) {
    const wasOpen = this.#open;
    this.#leave();
    if (wasOpen) this.#on.lost({ refusedInput: REFUSED_INPUT.has(code) });
    if (this.#stopped) return;
    if (code === SESSION_ENDED || (!wasOpen && !(await this.#on.stillLoggedIn()))) {
      if (this.#stopped) return;
      this.#stopped = true;
      this.#on.state("ended");
      return;
    }
    if (this.#stopped) return;
    this.#timer = this.#timers.setTimeout(() => this.#connect(), pause(this.#attempt++, this.#random));
    this.#on.state(this.#network() ? "waiting" : "offline");
  }
}
