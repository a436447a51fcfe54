// A room as this page knows it: a stretch of its log without holes, and who is there. No network, no page.

export class Room {
  /** The stretch of the log that is held, oldest first, without holes. */
  events = [];
  /** The newest event that was seen; null before the first snapshot. */
  cursor = null;
  epoch = null;
  /** Whether what arrives is live. */
  live = false;
  /** Messages that came while nobody looked. */
  unread = 0;
  /** By id; null in rooms too large to list. */
  members = null;
  memberCount = 0;
  /** Ids of who is online; null where it is not told. */
  online = null;
  /** Why there is nothing to read: a sentence, or null. */
  trouble = null;

  #beginning = false;

  constructor(info) {
    this.id = info.id;
    this.update(info);
  }

  /** Takes a ROOM of the HTTP interface. */
  update(info) {
    this.handle = info.handle;
    this.title = info.title || info.handle;
    this.joined = info.joined ?? this.joined ?? false;
    if (this.cursor === null && info.members !== undefined) this.memberCount = info.members;
  }

  /** What a subscription continues from. */
  get position() {
    return this.cursor === null ? {} : { after: this.cursor, epoch: this.epoch };
  }

  /** The oldest event that is held, or the place where it would be. */
  get first() {
    return this.events.length > 0 ? this.events[0].seq : (this.cursor ?? 0) + 1;
  }

  /** Whether there is nothing older. */
  get atBeginning() {
    return this.cursor !== null && (this.#beginning || this.first <= 1);
  }

  /** Starts anew: what was known is void. */
  reset(snapshot, epoch) {
    this.events = [];
    this.#beginning = false;
    this.cursor = snapshot.head;
    this.epoch = epoch;
    this.live = false;
    this.trouble = null;
    this.title = snapshot.room.title || snapshot.room.handle;
    this.memberCount = snapshot.member_count;
    this.members = snapshot.members ? new Map(snapshot.members.map((member) => [member.id, member])) : null;
    this.online = snapshot.members
      ? new Set(snapshot.members.filter((member) => member.online).map((member) => member.id))
      : null;
  }

  /** The next event of the log. "old" changed nothing; after "hole" one must subscribe again. */
  apply(event) {
    if (this.cursor === null || event.seq > this.cursor + 1) return "hole";
    if (event.seq <= this.cursor) return "old";
    this.cursor = event.seq;
    this.events.push(event);
    if (event.kind === "joined") {
      if (!this.members?.has(event.by.id)) this.memberCount += 1;
      this.members?.set(event.by.id, { id: event.by.id, name: event.by.name, username: event.body.username });
    } else if (event.kind === "left") {
      this.#forget(event.by.id);
    } else if (event.kind === "removed" || (event.kind === "banned" && this.members?.has(event.subject))) {
      this.#forget(event.subject);
    }
    return "added";
  }

  #forget(member) {
    this.memberCount -= 1;
    this.members?.delete(member);
    this.online?.delete(member);
  }

  /** A page that lies right before what is held. One of another life of the store, or of another place, is left alone. */
  addOlder(page) {
    if (page.epoch !== this.epoch) return;
    const older = page.events.filter((event) => event.seq < this.first);
    if (older.length === 0) {
      this.#beginning = true;
    } else if (older[older.length - 1].seq === this.first - 1) {
      this.events = [...older, ...this.events];
    }
  }

  /** Lets go of the oldest, if there are more than `most`; they can be had again. */
  trim(most = 1000, kept = 500) {
    if (this.events.length <= most) return;
    this.events = this.events.slice(-kept);
    this.#beginning = false;
  }

  caughtUp(message) {
    this.live = true;
    this.trouble = null;
    if (message.online) this.online = new Set(message.online);
  }

  presence({ account, online }) {
    if (!this.online) return;
    if (online) this.online.add(account.id);
    else this.online.delete(account.id);
  }

  /** The members in the order of the list: who is online first, then by name. Null in large rooms. */
  get people() {
    if (!this.members) return null;
    const people = [...this.members.values()].map((member) => ({
      ...member,
      online: this.online?.has(member.id) ?? false,
    }));
    return people.sort((a, b) => b.online - a.online || a.name.localeCompare(b.name));
  }
}
