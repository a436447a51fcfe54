// What somebody has begun to write, room by room and thread by thread. It is kept here at once and on the server a moment
// later, so that neither a reload nor another device loses a word.
//
//   get(room, thread?) → { text, replyTo, editing } or null     set(room, thread, { text, replyTo, editing }?)
//   all → [{ room, thread }] those with a text                  flush(), sync() with the server
//
// `editing` is `{ seq, text }`, a change to a message that was begun; it stays on this device.

/** So long after the last key it is told to the server: milliseconds. */
const PAUSE = 1_000;
/** So long one may believe that no other device wrote since one last heard of the server: milliseconds. */
const FRESH = 3_000;

export class Drafts {
  #api;
  #store;
  #changed;
  #timers;
  #now;
  #heardAt = -Infinity;
  /**
   * By name: `{ room, thread, text, replyTo, editing, version, isUnsaved }`. `version` is the server's that the text comes from,
   * `isUnsaved` whether it was written to since.
   */
  #drafts = new Map();
  #waiting = new Map();
  /** How often each was written to or saved, so that an answer that is older than that is known. */
  #touched = new Map();
  #underWay = new Map();

  /**
   * @param api the server's interface (net/api.js)
   * @param store where they are kept (store.js)
   * @param changed is called when one came from elsewhere, began or went
   */
  constructor({ api, store, changed = () => {}, timers = globalThis, now = Date.now }) {
    this.#api = api;
    this.#store = store;
    this.#changed = changed;
    this.#timers = timers;
    this.#now = now;
  }

  /** Reads what was left behind. */
  async load() {
    for (const [name, draft] of await this.#store.all("drafts")) {
      if (typeof draft?.text === "string" && !this.#drafts.has(name)) this.#drafts.set(name, draft);
    }
    this.#changed();
  }

  get(room, thread = null) {
    const draft = this.#drafts.get(named(room, thread));
    if (!draft?.text && !draft?.editing) return null;
    return { text: draft.text, replyTo: draft.replyTo ?? null, editing: draft.editing ?? null };
  }

  /** Rooms and threads that have one. */
  get all() {
    return [...this.#drafts.values()].filter(({ text }) => text.trim()).map(({ room, thread }) => ({ room, thread }));
  }

  /** Keeps what is written now. The server learns of it when no key was pressed for a second. */
  set(room, thread = null, { text = "", replyTo = null, editing = null } = {}) {
    const name = named(room, thread);
    const before = this.#drafts.get(name);
    const isSame = (before?.text ?? "") === text && (before?.replyTo ?? null) === replyTo;
    const isUnsaved = !isSame || before?.isUnsaved === true;
    this.#touch(name);
    this.#keep(name, { room, thread, text, replyTo, editing, version: before?.version ?? 0, isUnsaved });
    if (!before?.text.trim() !== !text.trim()) this.#changed();
    if (isSame) return;
    this.#timers.clearTimeout(this.#waiting.get(name));
    this.#waiting.set(name, this.#timers.setTimeout(() => this.#save(name), PAUSE));
  }

  /** Brings to the server what it does not have yet. Resolves when that was tried. */
  async flush() {
    const unsaved = [...this.#drafts].filter(([, draft]) => draft.isUnsaved);
    await Promise.all(unsaved.map(([name]) => this.#save(name)));
  }

  /** Takes what other devices wrote, and brings what was written here. Throws when the server cannot be asked. */
  async sync() {
    const before = new Map(this.#touched);
    const there = await this.#ask();
    for (const name of new Set([...there.keys(), ...this.#drafts.keys()])) {
      // It was written to or saved since: the answer may be older than that.
      if (this.#touched.get(name) !== before.get(name) || this.#underWay.has(name)) continue;
      this.#merge(name, there.get(name));
    }
    this.#changed();
    await this.flush();
  }

  /** All of the server's, by name. */
  async #ask() {
    const { drafts } = await this.#api.get("/v1/me/drafts");
    this.#heardAt = this.#now();
    return new Map(drafts.map((draft) => [named(draft.room, draft.thread ?? null), draft]));
  }

  #merge(name, theirs) {
    const ours = this.#drafts.get(name);
    if (!theirs) {
      // Sent or given up on another device.
      if (ours && !ours.isUnsaved) this.#keep(name, { ...ours, text: "", replyTo: null });
      return;
    }
    if (theirs.version <= (ours?.version ?? 0)) return;
    const { room, thread = null, text, reply_to: replyTo = null, version } = theirs;
    const merged = { room, thread, text, replyTo, editing: ours?.editing ?? null, version, isUnsaved: false };
    // Both were written to: both stay. What was emptied here was sent or given up, and says nothing about what came after.
    if (ours?.isUnsaved) {
      merged.text = joined(text, ours.text);
      merged.replyTo = ours.replyTo ?? replyTo;
      merged.isUnsaved = merged.text !== text;
    }
    this.#keep(name, merged);
  }

  #save(name) {
    this.#timers.clearTimeout(this.#waiting.get(name));
    this.#waiting.delete(name);
    // One at a time: they must arrive in the order in which they were written.
    const saving = (this.#underWay.get(name) ?? Promise.resolve()).then(() => this.#saveNow(name));
    this.#underWay.set(name, saving);
    return saving.finally(() => this.#underWay.get(name) === saving && this.#underWay.delete(name));
  }

  /** The server keeps what comes last: what another device wrote meanwhile is taken in first. */
  async #takeTheirs(name) {
    const theirs = (await this.#ask()).get(name);
    if (!theirs) return;
    const before = this.#drafts.get(name)?.text;
    this.#merge(name, theirs);
    if (this.#drafts.get(name)?.text !== before) this.#changed();
  }

  async #saveNow(name) {
    if (!this.#drafts.get(name)?.isUnsaved) return;
    let draft, version;
    try {
      if (this.#now() - this.#heardAt > FRESH) await this.#takeTheirs(name);
      draft = this.#drafts.get(name);
      if (!draft?.isUnsaved) return;
      const { room, thread, text, replyTo } = draft;
      const body = { text, thread: thread ?? undefined, reply_to: replyTo ?? undefined };
      ({ version } = await this.#api.put(`/v1/me/drafts/${room}`, body));
    } catch {
      return; // It stays here as unsaved: the next key, connection or visit tries again.
    }
    this.#touch(name);
    this.#heardAt = this.#now();
    const now = this.#drafts.get(name) ?? draft;
    const isSame = now.text === draft.text && now.replyTo === draft.replyTo;
    this.#keep(name, { ...now, version, isUnsaved: !isSame });
  }

  #keep(name, draft) {
    const isNothing = !draft.text && !draft.editing && !draft.isUnsaved;
    if (isNothing) this.#drafts.delete(name);
    else this.#drafts.set(name, draft);
    const kept = isNothing ? this.#store.delete("drafts", name) : this.#store.put("drafts", name, draft);
    // Where nothing can be kept, a draft lives as long as the page, and on the server.
    kept.catch(() => {});
  }

  #touch(name) {
    this.#touched.set(name, (this.#touched.get(name) ?? 0) + 1);
  }
}

function named(room, thread) {
  return thread === null ? `${room}` : `${room} ${thread}`;
}

/** Both texts, unless one has the other in it. */
function joined(theirs, ours) {
  if (ours.includes(theirs.trim())) return ours;
  if (theirs.includes(ours.trim())) return theirs;
  return `${theirs.trimEnd()}\n\n${ours}`;
}
