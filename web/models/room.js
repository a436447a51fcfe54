// A room as this page knows it: its settings, who is in it, what is unread, and the windows over its log.
//
//   id, kind, handle, title, topic, description, listed, entry, archived, slowMode, settings (all, as the server names them)
//   joined, invited, role, may (Set), mutedUntil (until when one may not write), person (of a direct conversation: an account)
//   memberCount, members (Map by number, or null while not known), online (Set of numbers; null in large rooms)
//   unread, mentions, marker, firstUnread    level, notifications: { level?, usual, muted_until? } or null while not known
//   typing [{ id, name }]    receipts Map account → seq    head    trouble: why it cannot be followed, or null
//   timeline, thread(root)   Timelines

import { Timeline } from "./timeline.js";
import { Unread } from "./unread.js";

/** Threads that are held. */
const THREADS = 8;
/** Lines that are held of a room that nobody looks at: more than so many are cut down to so few. */
const [MOST_UNSEEN, KEPT_UNSEEN] = [400, 150];

export class Room {
  /** The newest event that the stream told of; what a subscription goes on from. Null before anything is known. */
  cursor = null;
  /** The life of the store that a cursor out of the cache is of; null where it is the stream's. */
  epoch = null;
  /** The last event that `settings` and the rest of the ROOM have in them. */
  asOf = 0;
  /** Whether what arrives is live. */
  live = false;
  joined = false;
  members = null;
  memberCount = 0;
  online = null;
  receipts = new Map();
  notifications = null;
  trouble = null;
  /** The last event that was read when the room was opened, if something was unread then; else null. */
  firstUnread = null;
  /** One made something unread again: what is seen does not count as read until the room is opened the next time. */
  isPutBack = false;
  /** What one sees beyond the lines is there, and kept true by the stream (visit.js). */
  isVisited = false;

  #ask;
  #me;
  #now;
  #unread = new Unread();
  #threads = new Map();
  #typing = new Map();

  /** @param ask `(query) => Promise of a page of the room's messages` */
  constructor(info, { ask, me, now = Date.now }) {
    this.id = info.id;
    this.#ask = async (query) => {
      const page = await ask(query);
      // From here on the stream has to tell.
      this.cursor ??= page.head;
      return page;
    };
    this.#me = me;
    this.#now = now;
    this.timeline = new Timeline({ ask: this.#ask, me });
    this.update(info);
  }

  /** Takes a ROOM of the HTTP interface, unless the stream has told of more. */
  update(info) {
    if (info.head !== undefined && info.head < this.asOf) return;
    const { id, handle, title, kind, members, joined, head, role, may, muted_until, invited, person, ...settings } = info;
    this.settings = settings;
    this.handle = handle;
    this.title = title || handle;
    this.kind = kind ?? this.kind ?? "channel";
    this.memberCount = members ?? this.memberCount;
    this.joined = joined === true;
    this.invited = invited === true;
    this.role = role ?? null;
    this.may = new Set(may ?? []);
    this.mutedUntil = muted_until ?? null;
    this.person = person ?? null;
    if (head === undefined) return;
    this.asOf = head;
    this.cursor ??= head;
  }

  /** As a ROOM again, for the cache. */
  get info() {
    const { id, handle, title, kind, memberCount, joined, invited, role, may, mutedUntil, person, settings } = this;
    return {
      ...settings, id, handle, title, kind, joined, invited, may: [...may], members: memberCount,
      role: role ?? undefined, muted_until: mutedUntil ?? undefined, person: person ?? undefined,
    };
  }

  get topic() {
    return this.settings.topic ?? "";
  }

  get description() {
    return this.settings.description ?? "";
  }

  get listed() {
    return this.settings.listed === true;
  }

  get entry() {
    return this.settings.entry ?? "invited";
  }

  get archived() {
    return this.settings.archived === true;
  }

  get slowMode() {
    return this.settings.slow_mode ?? 0;
  }

  /** The newest event that is known of. */
  get head() {
    return Math.max(this.cursor ?? 0, this.asOf, this.timeline.end);
  }

  get unread() {
    return this.joined ? this.#unread.messages : 0;
  }

  get mentions() {
    return this.joined ? this.#unread.mentions : 0;
  }

  get marker() {
    return this.#unread.marker;
  }

  /** The arithmetic of what is unread (unread.js). */
  get counter() {
    return this.#unread;
  }

  /** Of what one is notified: "all", "mentions", "none", or null while it is not known. */
  get level() {
    return this.notifications?.level ?? this.notifications?.usual ?? null;
  }

  /** The messages of a thread, without the one that it begins with (`root` of the timeline, after `loadRoot`). */
  thread(root) {
    let thread = this.#threads.get(root);
    if (!thread) thread = new Timeline({ ask: this.#ask, me: this.#me, thread: root });
    // The one that was asked for last is the last to be let go.
    this.#threads.delete(root);
    this.#threads.set(root, thread);
    if (this.#threads.size > THREADS) this.#threads.delete(this.#threads.keys().next().value);
    return thread;
  }

  // The stream

  /** Begins anew from a `gap`: what was known of the log is void. */
  reset(snapshot, isOtherStore) {
    if (isOtherStore) this.void();
    this.cursor = snapshot.head;
    this.live = false;
    this.trouble = null;
    if (snapshot.room?.kind) this.update({ ...snapshot.room, head: Math.max(snapshot.head, this.asOf) });
    this.memberCount = snapshot.member_count ?? this.memberCount;
    this.#takeMembers(snapshot.members ?? null);
    for (const timeline of this.#timelines) timeline.renew();
  }

  /** The store was replaced: numbers mean something else now. */
  void() {
    this.asOf = 0;
    this.cursor = null;
    this.#unread = new Unread();
    this.receipts.clear();
    for (const timeline of this.#timelines) timeline.restart();
  }

  /** Of the log nothing is held: what lies before an event, which settings and counts have in them, need not be told. */
  skipTo(seq) {
    if (!this.timeline.isRead && this.#threads.size === 0 && seq > (this.cursor ?? 0)) this.cursor = seq;
  }

  get #timelines() {
    return [this.timeline, ...this.#threads.values()];
  }

  #takeMembers(members) {
    this.members = members && new Map(members.map((member) => [member.id, member]));
    this.online = members && new Set(members.filter((member) => member.online).map((member) => member.id));
  }

  /** Takes the members that /v1/rooms/…/members lists. */
  listMembers(members, count) {
    this.#takeMembers(members);
    this.memberCount = count;
  }

  /**
   * The next event of the log. "old" was there before; after "hole" one must subscribe again; "changed" means that the
   * room itself did, "line" that only its log went on.
   */
  happened(event, isSeen) {
    if (this.cursor === null || event.seq > this.cursor + 1) return "hole";
    if (event.seq <= this.cursor) return "old";
    this.cursor = event.seq;
    for (const timeline of this.#timelines) timeline.happened(event);
    if (event.kind === "message") this.#typing.delete(event.by.id);
    const { lines } = this.timeline;
    if (!isSeen && this.timeline.atEnd && lines.length > MOST_UNSEEN) {
      this.timeline.trim(lines.at(-KEPT_UNSEEN).seq, Infinity);
    }
    if (!this.#change(event)) return "line";
    this.asOf = Math.max(this.asOf, event.seq);
    return "changed";
  }

  /** What an event does to the room and its members. */
  #change({ seq, kind, by, subject, body }) {
    switch (kind) {
      case "joined":
        if (this.members?.has(by.id)) return false;
        this.memberCount += seq > this.asOf;
        this.members?.set(by.id, { id: by.id, name: by.name, username: body.username, room_role: "member" });
        return true;
      case "left":
        return this.#forget(by.id, seq);
      case "removed":
      case "banned":
        return this.#forget(subject, seq);
      case "role_changed": {
        const member = this.members?.get(subject);
        if (member && body.role) member.room_role = body.role;
        if (member && body.muted_until !== undefined) member.muted_until = body.muted_until || undefined;
        return true;
      }
      case "changed": {
        if (seq <= this.asOf) return false;
        const { was, handle, title, deleted, ...settings } = body;
        this.handle = handle ?? this.handle;
        // Conversations without a title are called after the people in them, which the server knows.
        if (title) this.title = title;
        this.settings = { ...this.settings, ...settings };
        return true;
      }
      default:
        return false;
    }
  }

  #forget(member, seq) {
    if (this.members && !this.members.has(member)) return false;
    if (seq > this.asOf) this.memberCount -= 1;
    this.members?.delete(member);
    this.online?.delete(member);
    return true;
  }

  caughtUp({ online }) {
    this.live = true;
    this.trouble = null;
    this.online = online ? new Set(online) : null;
  }

  presence(id, online) {
    if (online) this.online?.add(id);
    else this.online?.delete(id);
  }

  /** How far somebody has read; it goes forward alone. */
  hasRead(account, seq) {
    this.receipts.set(account, Math.max(seq, this.receipts.get(account) ?? 0));
  }

  // Typing

  get typing() {
    const now = this.#now();
    for (const [id, { until }] of this.#typing) if (until <= now) this.#typing.delete(id);
    return [...this.#typing.values()].map(({ id, name }) => ({ id, name }));
  }

  /** Somebody types; to be shown for so many milliseconds. */
  types({ id, name }, milliseconds) {
    this.#typing.set(id, { id, name, until: this.#now() + milliseconds });
  }
}
