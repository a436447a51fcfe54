// A small server to hold the windows against: one room's log, and pages folded out of it in the plainest way.

const CHANGES = ["edited", "deleted", "reacted", "unreacted", "pinned", "unpinned", "voted", "closed"];
export const me = 7;

export class Reference {
  events = [];
  /** How many of the events pages and streams know of: what lies beyond is not told yet. */
  asked = [];

  constructor() {
    this.add("created", me, { body: { handle: "lobby" } });
  }

  get head() {
    return this.events.length;
  }

  add(kind, by, { subject, body = {} } = {}) {
    const seq = this.events.length + 1;
    const event = { room: 1, seq, at: 1_000 + seq * 10, kind, by: { id: by, name: `P${by}` }, body };
    if (subject !== undefined) event.subject = subject;
    this.events.push(event);
    if (kind === "deleted") this.#erase(subject);
    return event;
  }

  message(by, text, { thread, ...rest } = {}) {
    return this.add("message", by, { subject: thread, body: { text, ...rest } });
  }

  #erase(seq) {
    for (const event of this.events) {
      const isText = event.seq === seq || (event.kind === "edited" && event.subject === seq);
      if (isText) event.body = { erased: true };
    }
  }

  /** The answer to GET /v1/rooms/1/messages, as it was when the log went up to `head`. */
  page({ limit = 50, before, after, around, around_date, thread }, head = this.head) {
    const isLine = ({ kind, subject }) =>
      thread === undefined ? !CHANGES.includes(kind) : kind === "message" && subject === thread;
    const lines = this.events.slice(0, head).filter(isLine);
    const older = (seq, count) => lines.filter((line) => line.seq < seq).slice(-count || lines.length);
    const newer = (seq, count) => lines.filter((line) => line.seq > seq).slice(0, count);
    let found;
    if (around_date !== undefined) around = this.events.find(({ at }) => at >= around_date)?.seq ?? head + 1;
    if (around !== undefined) {
      const half = Math.floor(limit / 2);
      const first = half > 0 ? older(around, half) : [];
      found = [...first, ...newer(around - 1, limit - first.length)];
    } else if (after !== undefined) found = newer(after, limit);
    else found = older(before ?? Infinity, limit);
    const messages = found.map((event) => this.#line(event, head));
    const answered = new Set(messages.map(({ body }) => body.reply_to).filter(Boolean));
    return structuredClone({ messages, quotes: [...answered].map((seq) => this.#quote(seq, head)), head, epoch: "e" });
  }

  /** What became of a message up to `head`. */
  #state(seq, head) {
    const state = { edits: [], reactions: new Map(), votes: new Map(), ballots: new Map(), voters: 0 };
    for (const event of this.events.slice(0, head).filter((one) => one.subject === seq && CHANGES.includes(one.kind))) {
      const { kind, by, body } = event;
      if (kind === "edited") state.edits.push(event);
      if (kind === "deleted") [state.deletion, state.pinned] = [event, false];
      if (kind === "pinned" || kind === "unpinned") state.pinned = kind === "pinned";
      if (kind === "closed") state.closed = true;
      if (kind === "reacted") {
        if (!state.reactions.has(body.emoji)) state.reactions.set(body.emoji, new Set());
        state.reactions.get(body.emoji).add(by.id);
      }
      if (kind === "unreacted") {
        state.reactions.get(body.emoji)?.delete(by.id);
        if (state.reactions.get(body.emoji)?.size === 0) state.reactions.delete(body.emoji);
      }
      if (kind === "voted" && !body.instead_of) {
        if (body.options.length > 0) state.votes.set(by.id, body.options);
        else state.votes.delete(by.id);
        state.voters = state.votes.size;
      }
      if (kind === "voted" && body.instead_of) {
        for (const option of body.instead_of) state.ballots.set(option, state.ballots.get(option) - 1);
        for (const option of body.options) state.ballots.set(option, (state.ballots.get(option) ?? 0) + 1);
        state.voters += Math.sign(body.options.length) - Math.sign(body.instead_of.length);
      }
    }
    return state;
  }

  #line(event, head) {
    if (event.kind !== "message") return event;
    const now = {};
    const state = this.#state(event.seq, head);
    const isGone = state.deletion !== undefined;
    // What is erased later is erased in pages of before, too: there is no other copy.
    if (isGone) now.deleted = { by: state.deletion.by.id, at: state.deletion.at };
    const { poll } = event.body;
    if (!isGone && event.body.erased !== true) {
      if (state.edits.length > 0) {
        now.body = state.edits.at(-1).body;
        now.edits = state.edits.length;
        now.edited_at = state.edits.at(-1).at;
      }
      now.reactions = [...state.reactions].map(([emoji, by]) => ({
        emoji, count: by.size, by: [...by].slice(0, 20), mine: by.has(me),
      }));
      if (state.pinned) now.pinned = true;
      if (poll) now.poll = this.#results(poll, state);
    }
    const answers = this.events.slice(0, head).filter(({ kind, subject }) => kind === "message" && subject === event.seq);
    if (answers.length > 0) now.thread = { messages: answers.length, last: answers.at(-1).seq };
    return { ...event, now };
  }

  #results(poll, state) {
    const chose = poll.options.map((_, option) => [...state.votes].filter(([, chosen]) => chosen.includes(option)));
    const options = poll.options.map((_, option) => {
      if (poll.anonymous) return { count: state.ballots.get(option) ?? 0 };
      const by = chose[option].map(([id]) => id).sort((a, b) => a - b);
      return { count: by.length, by: by.slice(0, 20) };
    });
    return { options, voters: state.voters, mine: state.votes.get(me) ?? [], closed: state.closed === true };
  }

  #quote(seq, head) {
    const event = this.events[seq - 1];
    const state = this.#state(seq, head);
    if (event.body.erased) return { seq, by: event.by, deleted: true };
    const { text } = state.edits.at(-1)?.body ?? event.body;
    return { seq, by: event.by, excerpt: text.replace(/[*]/g, "").replace(/\s+/g, " ") };
  }
}
