// Writing: the outbox, who takes it to the server, and that one types.

import { Courier } from "./courier.js";
import { Outbox } from "./outbox.js";

/** That one types is told at most so often: milliseconds. */
const TYPING = 3_000;

export class Writing {
  #courier;
  #outbox;
  #live;
  #now;
  #typed = new Map();

  /**
   * @param live `() => Live`
   * @param changed `(room)` is called when what is pending in a room is another than before
   */
  constructor({ api, store, channel, live, changed, timers, now }) {
    this.#live = live;
    this.#now = now;
    this.#outbox = new Outbox({
      store,
      channel,
      changed: (room) => {
        changed(room);
        this.#courier.look(room);
      },
    });
    this.#courier = new Courier({
      outbox: this.#outbox,
      send: (fields) => live().request("send", fields),
      post: (room, body) => api.post(`/v1/rooms/${room}/messages`, body),
      check: () => live().check(),
      timers,
    });
  }

  /** Reads what was left behind. */
  load() {
    return this.#outbox.load();
  }

  connected() {
    this.#courier.connected();
  }

  disconnected(how) {
    this.#courier.disconnected(how);
    this.#outbox.forgetSeen();
  }

  /** Takes an answer of the stream. False if it was none to a send. */
  answered(message) {
    return this.#courier.answered(message);
  }

  /** One's own message came into a room. */
  saw(room, text) {
    this.#outbox.saw(room, text);
  }

  stop() {
    this.disconnected();
    this.#outbox.close();
  }

  get isLasting() {
    return this.#outbox.isLasting;
  }

  send(room, { text, thread, replyTo, poll, forward }) {
    const entry = { text, thread: thread ?? undefined, replyTo: replyTo ?? undefined, poll, forward };
    return this.#outbox.add(room.id, entry).key;
  }

  retry(key) {
    this.#outbox.setFailure(key, null);
  }

  discard(key) {
    this.#outbox.discard(key);
  }

  /** What the window does not have yet. */
  pending(room, thread) {
    const { cursor, timeline } = room;
    return this.#outbox.pending(room.id, thread, Math.max(cursor ?? 0, timeline.atEnd ? timeline.end : 0));
  }

  typing(room) {
    const last = this.#typed.get(room.id) ?? -TYPING;
    if (this.#now() - last < TYPING) return;
    if (this.#live().say("typing", { room: room.id })) this.#typed.set(room.id, this.#now());
  }
}
