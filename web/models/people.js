// Who is who: what is known of people, by their numbers. Whom one asks for and is not known is asked for in the
// background, many at once.

import { Soon } from "./soon.js";

const PAGE = 200;
/** After so long, what is known of somebody is asked for again when he is looked at: milliseconds. */
const FRESH = 5 * 60_000;

export class People {
  blocked = new Set();

  #ask;
  #changed;
  #now;
  #people = new Map();
  #online = new Set();
  #wanted = new Set();
  #asking;
  #isAsking = false;

  /**
   * @param ask `({ after, limit }) => Promise of a page of /v1/people`
   * @param changed is called when something new is known
   */
  constructor({ ask, changed, timers = globalThis, now = Date.now }) {
    this.#ask = ask;
    this.#changed = changed;
    this.#now = now;
    this.#asking = new Soon(() => this.#askForWanted(), 30, timers);
  }

  /** What is known of somebody; null if nothing is, yet or at all. */
  get(id) {
    if (!(id > 0)) return null;
    const known = this.#people.get(id);
    if (!known || known.asOf + FRESH < this.#now()) {
      this.#wanted.add(id);
      this.#asking.call();
    }
    return known?.isThere ? this.#view(known) : null;
  }

  #view({ id, username, name, role, presence, status, picture }) {
    const online = this.#online.has(id);
    const goneStatus = status?.until && status.until < this.#now();
    return {
      id, username, name, role, online,
      presence: online ? (presence ?? "online") : "offline",
      status: goneStatus ? null : (status ?? null),
      picture: picture ?? null,
      blocked: this.blocked.has(id),
    };
  }

  /** Everybody that is known here, without an order. */
  get all() {
    return [...this.#people.values()].filter(({ isThere }) => isThere).map((known) => this.#view(known));
  }

  /** Takes an ACCOUNT of a list, which tells all: what is absent is not there. */
  take(account) {
    this.#people.set(account.id, { ...account, isThere: account.state !== "removed", asOf: this.#now() });
    if (account.online !== undefined) this.setOnline(account.id, account.online);
  }

  /** Takes what came along with something else: a number and names. */
  hint({ id, username, name }) {
    const known = this.#people.get(id);
    if (!(id > 0) || (known && known.name === name)) return;
    this.#people.set(id, { asOf: 0, isThere: username !== undefined, ...known, id, name, username: username ?? known?.username });
  }

  /** Somebody came or went: an ACCOUNT as the stream tells it. */
  heard(account, online) {
    const known = this.#people.get(account.id);
    this.#people.set(account.id, { asOf: 0, isThere: true, ...known, ...account });
    this.setOnline(account.id, online);
  }

  setOnline(id, online) {
    if (online === this.#online.has(id)) return false;
    if (online) this.#online.add(id);
    else this.#online.delete(id);
    return true;
  }

  isOnline(id) {
    return this.#online.has(id);
  }

  /** Without a connection nobody knows. */
  forgetPresence() {
    this.#online.clear();
  }

  /** What is known counts as old, and is asked for again when it is looked at. */
  age() {
    for (const known of this.#people.values()) known.asOf = 0;
  }

  async #askForWanted() {
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      while (this.#wanted.size > 0) await this.#askForPage([...this.#wanted].sort((a, b) => a - b));
    } catch {
      // Not now: it is asked for again when it is looked at.
      this.#wanted.clear();
    } finally {
      this.#isAsking = false;
    }
  }

  /** One page from the lowest number on; in it nobody is missing who is there. */
  async #askForPage(ids) {
    const limit = Math.min(PAGE, ids.at(-1) - ids[0] + 1);
    const { people, next } = await this.#ask({ after: ids[0] > 1 ? ids[0] - 1 : undefined, limit });
    for (const account of people) this.take(account);
    const end = next === undefined ? Infinity : people.at(-1).id;
    const found = new Set(people.map(({ id }) => id));
    for (const id of ids) {
      if (id > end) continue;
      this.#wanted.delete(id);
      if (!found.has(id)) this.#people.set(id, { ...this.#people.get(id), id, isThere: false, asOf: this.#now() });
    }
    this.#changed();
  }

  /** What is kept for the next start. */
  kept() {
    return [...this.#people.values()].filter(({ isThere }) => isThere).slice(0, 2_000);
  }

  restore(people) {
    for (const person of people) if (!this.#people.has(person.id)) this.#people.set(person.id, { ...person, asOf: 0 });
  }
}
