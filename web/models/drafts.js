// What was begun and not sent: one draft for each room and thread, kept here and on the server.
//
//   get(room, thread?) → { text, replyTo } or null      set(room, thread, { text, replyTo }?) without text: none
//   sync() takes the server's, when the page comes to the front

import { Soon } from "./soon.js";

/** So long after the last letter it is told to the server: milliseconds. */
const PAUSE = 2_000;

export class Drafts {
  #api;
  #store;
  #changed;
  #drafts = new Map();
  #saving;

  /** @param changed is called when a draft came from elsewhere */
  constructor({ api, store, changed, timers = globalThis }) {
    this.#api = api;
    this.#store = store;
    this.#changed = changed;
    this.#saving = new Soon(() => this.#save(), PAUSE, timers);
  }

  async load() {
    for (const [name, draft] of await this.#store.all("drafts")) {
      if (!this.#drafts.has(name)) this.#drafts.set(name, draft);
    }
    if ([...this.#drafts.values()].some(({ isUnsaved }) => isUnsaved)) this.#saving.call();
    this.#changed();
  }

  get(room, thread = null) {
    const draft = this.#drafts.get(named(room, thread));
    return draft?.text ? { text: draft.text, replyTo: draft.replyTo ?? null } : null;
  }

  /** Rooms and threads that have one: [{ room, thread }]. */
  get all() {
    return [...this.#drafts.values()].filter(({ text }) => text).map(({ room, thread }) => ({ room, thread }));
  }

  set(room, thread = null, { text = "", replyTo = null } = {}) {
    const name = named(room, thread);
    const known = this.#drafts.get(name);
    const written = text.trim() === "" ? "" : text;
    if ((known?.text ?? "") === written && (known?.replyTo ?? null) === replyTo) return;
    const draft = { room, thread, text: written, replyTo, version: known?.version ?? 0, isUnsaved: true };
    this.#drafts.set(name, draft);
    this.#keep(name, draft);
    this.#saving.call();
    if (!known?.text !== !written) this.#changed();
  }

  /** Tells the server at once what it does not know yet. */
  flush() {
    this.#saving.flush();
  }

  async sync() {
    const { drafts } = await this.#api.get("/v1/me/drafts");
    const there = new Set();
    for (const { room, thread = null, text, reply_to = null, version } of drafts) {
      const name = named(room, thread);
      there.add(name);
      const known = this.#drafts.get(name);
      if (known?.isUnsaved || known?.version >= version) continue;
      this.#drafts.set(name, { room, thread, text, replyTo: reply_to, version });
      this.#keep(name, this.#drafts.get(name));
    }
    for (const [name, draft] of this.#drafts) {
      if (draft.isUnsaved || there.has(name)) continue;
      this.#drafts.delete(name);
      this.#store.delete("drafts", name).catch(() => {});
    }
    this.#changed();
  }

  async #save() {
    for (const [name, draft] of [...this.#drafts]) {
      if (!draft.isUnsaved || this.#drafts.get(name) !== draft) continue;
      try {
        const { room, thread, text, replyTo } = draft;
        const body = { text, thread: thread ?? undefined, reply_to: replyTo ?? undefined };
        const { version } = await this.#api.put(`/v1/me/drafts/${room}`, body);
        if (this.#drafts.get(name) !== draft) continue;
        const saved = { ...draft, version, isUnsaved: false };
        this.#drafts.set(name, saved);
        this.#keep(name, saved);
      } catch (error) {
        // Without a network it waits for the next time; what the server refuses stays here alone.
        if (error.code !== "unreachable") this.#drafts.set(name, { ...draft, isUnsaved: false });
      }
    }
  }

  #keep(name, draft) {
    // Where nothing can be kept, a draft lives as long as the page, and on the server.
    this.#store.put("drafts", name, draft).catch(() => {});
  }
}

function named(room, thread) {
  return thread === null ? `${room}` : `${room} ${thread}`;
}
