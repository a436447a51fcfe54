// One line of a room: an event that has a place of its own, and for a message what became of it. `apply` is the fold of
// docs/protocol/live.md, so that a line with the events after it is the line of a fresh page.

export class Line {
  /** Rises with every change: what was drawn of an older one is drawn again. */
  version = 0;
  /** What is shown of the message that this one answers: { seq, by, excerpt } or { seq, by, deleted: true }; or null. */
  quote = null;
  /** A change came whose outcome cannot be told from what is known here: the line must be asked for again. */
  isStale = false;

  /**
   * @param raw a LINE of the HTTP interface, or an event of the stream
   * @param asOf the last event of the log that `raw` has in it
   */
  constructor(raw, asOf) {
    this.seq = raw.seq;
    this.at = raw.at;
    this.kind = raw.kind;
    this.by = raw.by;
    this.subject = raw.subject ?? null;
    this.#take(raw, asOf);
  }

  #take(raw, asOf) {
    const now = raw.now ?? {};
    this.asOf = asOf;
    this.body = now.body ?? raw.body;
    this.deleted = now.deleted ?? null;
    this.edits = now.edits ?? 0;
    this.editedAt = now.edited_at ?? null;
    this.reactions = (now.reactions ?? []).map(({ emoji, count, by, mine }) => ({ emoji, count, by, mine: mine === true }));
    this.pinned = now.pinned === true;
    this.thread = now.thread ?? null;
    // An edit changes neither what is answered nor the poll.
    this.replyTo = raw.body.reply_to ?? null;
    if (this.replyTo === null) this.quote = null;
    this.poll = this.isErased ? null : pollOf(raw.body.poll, now.poll);
  }

  get isMessage() {
    return this.kind === "message";
  }

  /** Nothing is left of the text: it was deleted, or the room keeps texts for a time only. */
  get isErased() {
    return this.body.erased === true;
  }

  /** Markdown; empty for what is erased, and for what is no message. */
  get text() {
    return this.body.text ?? "";
  }

  get mentions() {
    return this.body.mentions ?? [];
  }

  /** Everybody is called: by @all, or by @here, who was there. */
  get mentionsAll() {
    return this.body.mentions_all === true || this.body.mentions_here === true;
  }

  get forwarded() {
    return this.body.forwarded ?? null;
  }

  /** As a LINE again, for the cache. */
  get raw() {
    const { seq, at, kind, by, subject, body, edits, reactions, pinned, poll } = this;
    const raw = { seq, at, kind, by, body: { reply_to: this.replyTo ?? undefined, poll: poll?.asked, ...body } };
    if (subject !== null) raw.subject = subject;
    if (!this.isMessage) return raw;
    raw.now = { edits, reactions, pinned };
    if (this.editedAt) raw.now.edited_at = this.editedAt;
    if (this.deleted) raw.now.deleted = this.deleted;
    if (this.thread) raw.now.thread = this.thread;
    if (poll) raw.now.poll = poll;
    return raw;
  }

  /** A younger state of the same line. False if it is not younger. */
  become(raw, asOf) {
    if (asOf < this.asOf) return false;
    this.isStale = false;
    this.#take(raw, asOf);
    this.version += 1;
    return true;
  }

  /** Takes what happened to it, in the order of the log. Gives whether anything changed. */
  apply(event, me) {
    if (event.seq <= this.asOf) return false;
    const changed = this.#fold(event, me);
    if (changed) {
      this.asOf = event.seq;
      this.version += 1;
    }
    return changed;
  }

  #fold({ seq, kind, by, at, body }, me) {
    if (kind === "message") {
      // One more in the thread that begins here. A page may know more of the thread than of the rest.
      if (this.thread && seq <= this.thread.last) return false;
      this.thread = { messages: (this.thread?.messages ?? 0) + 1, last: seq };
      return true;
    }
    if (kind === "deleted") {
      this.body = { erased: true };
      this.deleted = { by: by.id, at };
      this.edits = 0;
      this.editedAt = null;
      this.reactions = [];
      this.pinned = false;
      this.poll = null;
      this.replyTo = null;
      this.quote = null;
      return true;
    }
    if (this.isErased) return false;
    switch (kind) {
      case "edited":
        this.body = body;
        this.edits += 1;
        this.editedAt = at;
        return true;
      case "pinned":
      case "unpinned":
        this.pinned = kind === "pinned";
        return true;
      case "reacted":
        return this.#react(body.emoji, by.id, me);
      case "unreacted":
        return this.#unreact(body.emoji, by.id, me);
      case "voted":
        return this.#vote(body, by.id, me);
      case "closed":
        if (!this.poll) return false;
        this.poll = { ...this.poll, closed: true };
        return true;
      default:
        return false;
    }
  }

  #react(emoji, who, me) {
    const known = this.reactions.find((reaction) => reaction.emoji === emoji);
    if (known?.by.includes(who)) return false;
    if (!known) {
      this.reactions = [...this.reactions, { emoji, count: 1, by: [who], mine: who === me }];
      return true;
    }
    // Only the first are named.
    const by = known.by.length < NAMED ? [...known.by, who] : known.by;
    this.#setReaction(emoji, { ...known, count: known.count + 1, by, mine: known.mine || who === me });
    return true;
  }

  #unreact(emoji, who, me) {
    const known = this.reactions.find((reaction) => reaction.emoji === emoji);
    if (!known) return false;
    // Who comes next among the named is not known here.
    if (known.count > known.by.length) this.isStale = true;
    const by = known.by.filter((one) => one !== who);
    this.#setReaction(emoji, { ...known, count: known.count - 1, by, mine: known.mine && who !== me });
    return true;
  }

  #setReaction(emoji, reaction) {
    this.reactions = this.reactions
      .map((one) => (one.emoji === emoji ? reaction : one))
      .filter(({ count }) => count > 0);
  }

  #vote({ options: chosen, instead_of: before }, who, me) {
    if (!this.poll) return false;
    if (before) return this.#count(chosen, before);
    const { options } = this.poll;
    // Of more than are named, one cannot tell what somebody chose before.
    if (options.some(({ count, by }) => count > by.length)) this.isStale = true;
    const had = options.some(({ by }) => by.includes(who));
    this.poll = {
      ...this.poll,
      voters: this.poll.voters + (chosen.length > 0) - had,
      mine: who === me ? chosen : this.poll.mine,
      options: options.map((option, place) => {
        const rest = option.by.filter((one) => one !== who);
        const by = chosen.includes(place) ? [...rest, who].sort((a, b) => a - b) : rest;
        return { ...option, count: option.count + by.length - option.by.length, by: by.slice(0, NAMED) };
      }),
    };
    return true;
  }

  /** A vote of nobody knows whom. */
  #count(chosen, before) {
    this.poll = {
      ...this.poll,
      voters: this.poll.voters + (chosen.length > 0) - (before.length > 0),
      options: this.poll.options.map((option, place) => ({
        ...option,
        count: option.count + chosen.includes(place) - before.includes(place),
      })),
    };
    return true;
  }
}

/** How many of those who reacted or voted are named. */
const NAMED = 20;

function pollOf(asked, results) {
  if (!asked) return null;
  const anonymous = asked.anonymous === true;
  return {
    asked,
    options: asked.options.map((text, place) => ({
      text,
      count: results?.options?.[place]?.count ?? 0,
      by: anonymous ? null : (results?.options[place]?.by ?? []),
    })),
    multiple: asked.multiple === true,
    anonymous,
    closesAt: asked.closes_at ?? null,
    voters: results?.voters ?? 0,
    mine: results?.mine ?? [],
    closed: results?.closed === true,
  };
}
