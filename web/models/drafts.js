// What somebody has begun to write, room by room and thread by thread. It is kept here at once and on the server a moment
// later, so that neither a reload nor another device loses a word.

import { Signal } from "./signal.js";

const PAUSE = 1000;
const nothing = Object.freeze({ text: "", replyTo: null, editing: null });

/**
 * Tells the draft's key (`draftKey`) when it was changed by something else than `set`.
 *
 * A record: `{ text, replyTo, editing, version, changed }`. `editing` is `{ seq, text }`, a change to a message that was begun; it
 * stays on this device. `version` is the server's that the text comes from, `changed` whether it was written to since.
 */
export class Drafts extends Signal {
  #store;
  #put;
  #all;
  #timers;
  #waiting = new Map();
  /** How often each was changed or put, so that an answer that is older than that is known. */
  #touched = new Map();
  #underWay = new Map();

  /**
   * @param store `{ get(key), set(key, record or null), keys() }`
   * @param put `(room, { text, thread, reply_to }) => { version }`, blank forgets
   * @param all `() => [{ room, thread, text, reply_to, version }]`
   */
  constructor({ store, put, all, timers = globalThis }) {
    super();
    this.#store = store;
    this.#put = put;
    this.#all = all;
    this.#timers = timers;
  }

  get(key) {
    return this.#store.get(key) ?? nothing;
  }

  /** Keeps what is written now. The server learns of it when no key was pressed for a second. */
  set(key, { text, replyTo = null, editing = null }) {
    const before = this.#store.get(key);
    const isSame = (before?.text ?? "") === text && (before?.replyTo ?? null) === replyTo;
    const changed = isSame ? (before?.changed ?? false) : true;
    this.#touch(key);
    this.#keep(key, { text, replyTo, editing, version: before?.version ?? 0, changed });
    if (isSame) return;
    this.#timers.clearTimeout(this.#waiting.get(key));
    this.#waiting.set(key, this.#timers.setTimeout(() => this.#push(key), PAUSE));
  }

  /** Brings to the server what it does not have yet. Resolves when that was tried. */
  async flush() {
    await Promise.all(this.#store.keys().map((key) => this.#store.get(key)?.changed && this.#push(key)));
  }

  /** Takes what other devices wrote, and brings what was written here. */
  async sync() {
    const before = new Map(this.#touched);
    let drafts;
    try {
      drafts = await this.#all();
    } catch {
      return; // No way there: the next connection asks again.
    }
    const there = new Map(drafts.map((draft) => [draftKey(draft.room, draft.thread), draft]));
    for (const key of new Set([...there.keys(), ...this.#store.keys()])) {
      // It was written to or put since: the answer may be older than that.
      if (this.#touched.get(key) !== before.get(key) || this.#underWay.has(key)) continue;
      this.#merge(key, there.get(key));
    }
    await this.flush();
  }

  /** Forgets all that is kept on this device. */
  clear() {
    for (const timer of this.#waiting.values()) this.#timers.clearTimeout(timer);
    for (const key of this.#store.keys()) this.#store.set(key, null);
  }

  #merge(key, theirs) {
    const ours = this.#store.get(key);
    if (theirs && theirs.version <= (ours?.version ?? 0)) return;
    if (!theirs && (!ours || ours.changed)) return;
    const merged = theirs
      ? { text: theirs.text, replyTo: theirs.reply_to ?? null, editing: ours?.editing ?? null, version: theirs.version, changed: false }
      : { ...ours, text: "", replyTo: null };
    // Both were written to: both stay. What was emptied here was sent or given up, and says nothing about what came after.
    if (theirs && ours?.changed && ours.text.trim()) {
      merged.text = joined(theirs.text, ours.text);
      merged.replyTo = ours.replyTo ?? merged.replyTo;
      merged.changed = merged.text !== theirs.text;
    }
    this.#keep(key, merged);
    if (merged.text !== (ours?.text ?? "") || merged.replyTo !== (ours?.replyTo ?? null)) this.tell(key);
  }

  #push(key) {
    this.#timers.clearTimeout(this.#waiting.get(key));
    this.#waiting.delete(key);
    // One at a time: they must arrive in the order in which they were written.
    const before = this.#underWay.get(key);
    const push = (before ?? Promise.resolve()).then(() => this.#pushNow(key));
    this.#underWay.set(key, push);
    return push.finally(() => this.#underWay.get(key) === push && this.#underWay.delete(key));
  }

  async #pushNow(key) {
    const draft = this.#store.get(key);
    if (!draft?.changed) return;
    const [room, thread] = key.split(".").map(Number);
    const body = { text: draft.text };
    if (thread) body.thread = thread;
    if (draft.replyTo) body.reply_to = draft.replyTo;
    let answer;
    try {
      answer = await this.#put(room, body);
    } catch {
      return; // It stays here as changed: the next key, connection or visit tries again.
    }
    this.#touch(key);
    const now = this.#store.get(key) ?? draft;
    const isSame = now.text === draft.text && now.replyTo === draft.replyTo;
    this.#keep(key, { ...now, version: answer?.version ?? now.version, changed: !isSame });
  }

  #keep(key, draft) {
    const isNothing = !draft.text && !draft.editing && !draft.changed;
    this.#store.set(key, isNothing ? null : draft);
  }

  #touch(key) {
    this.#touched.set(key, (this.#touched.get(key) ?? 0) + 1);
  }
}

export const draftKey = (room, thread = null) => `${room}.${thread ?? 0}`;

/** Both texts, unless one has the other in it. */
function joined(theirs, ours) {
  if (ours.includes(theirs.trim())) return ours;
  if (theirs.includes(ours.trim())) return theirs;
  return `${theirs.trimEnd()}\n\n${ours}`;
}

/** Drafts in a `Storage`, each under a name of its own; what it does not take lives as long as the page. */
export class DraftStore {
  #storage;
  #prefix;
  #overflow = new Map();

  constructor(storage, account) {
    this.#storage = storage;
    this.#prefix = `roost.draft.${account}.`;
  }

  get(key) {
    if (this.#overflow.has(key)) return this.#overflow.get(key);
    try {
      const record = JSON.parse(this.#storage?.getItem(this.#prefix + key) ?? "null");
      return typeof record?.text === "string" ? record : null;
    } catch {
      return null; // Cut off, or not ours.
    }
  }

  set(key, record) {
    this.#overflow.delete(key);
    try {
      if (record) this.#storage.setItem(this.#prefix + key, JSON.stringify(record));
      else this.#storage?.removeItem(this.#prefix + key);
    } catch {
      this.#overflow.set(key, record);
    }
  }

  keys() {
    const kept = Object.keys(this.#storage ?? {}).filter((name) => name.startsWith(this.#prefix));
    return [...new Set([...kept.map((name) => name.slice(this.#prefix.length)), ...this.#overflow.keys()])];
  }

  /** The draft's key, if a change of the storage under this name is one of a draft of this account; else null. */
  keyOf(name) {
    return name?.startsWith(this.#prefix) ? name.slice(this.#prefix.length) : null;
  }
}
