// What is unread in a room: the server's count, and what came since (docs/protocol/reading.md). Arithmetic alone.
//
// The server counts as of an event, its `head`; what comes after that is counted here. Where this cannot be exact, a
// method gives false: then the server is to be asked again.

/** Messages that are held one by one; beyond, the oldest are a number. */
const HELD = 2_000;

export class Unread {
  /** The last event that was read. */
  marker = 0;
  /** The marker's version on the server. */
  version = 0;
  /** What was read here is not told to the server yet: then a marker of the stream that is behind says nothing new. */
  isAhead = false;

  #head = 0;
  #messages = 0;
  #mentions = 0;
  /** Messages behind the head that count: { seq, mention }, oldest first. */
  #came = [];

  get messages() {
    return this.#messages + this.#came.length;
  }

  get mentions() {
    let count = this.#mentions;
    for (const { mention } of this.#came) count += mention;
    return count;
  }

  /** Everything up to here is in the server's count. */
  get head() {
    return this.#head;
  }

  /** As the server would say it, for the cache. */
  get count() {
    const head = this.#came.at(-1)?.seq ?? this.#head;
    return { seq: this.marker, version: this.version, head, unread: this.messages, mentions: this.mentions };
  }

  /** What /v1/me/unread says of the room. */
  take({ seq, version, head, unread, mentions }) {
    if (version < this.version || head < this.#head) return;
    const read = version === this.version || this.isAhead ? this.marker : 0;
    this.version = version;
    this.marker = seq;
    this.#head = head;
    this.#messages = unread;
    this.#mentions = mentions;
    this.#came = this.#came.filter((message) => message.seq > head);
    // What was read here meanwhile is not undone by an answer that does not know of it.
    this.read(read);
  }

  /** A message that counts has come. */
  came(seq, mention) {
    if (seq <= this.#head || seq <= this.marker || seq <= (this.#came.at(-1)?.seq ?? 0)) return;
    this.#came.push({ seq, mention });
    if (this.#came.length > HELD) this.#settle(this.#came[HELD >> 1].seq);
  }

  /** A message that came turns out to be for one. */
  mentioned(seq) {
    const message = this.#came.find((one) => one.seq === seq);
    if (message) message.mention = true;
  }

  /** A message was deleted. False if only the server knows whether it counted. */
  deleted(seq) {
    if (seq <= this.marker) return true;
    if (seq <= this.#head) return this.#messages === 0;
    this.#came = this.#came.filter((message) => message.seq !== seq);
    return true;
  }

  /** Everything up to an event was read. False if only the server knows what is left. */
  read(seq) {
    if (seq <= this.marker) return true;
    this.marker = seq;
    const isExact = seq >= this.#head || this.#messages === 0;
    if (seq >= this.#head) {
      this.#head = seq;
      this.#messages = 0;
      this.#mentions = 0;
    }
    this.#came = this.#came.filter((message) => message.seq > seq);
    return isExact;
  }

  /** The stream's `marker`: where it stands, also where it was put back. False if the server is to be asked. */
  moved({ seq, version, unread, mentions }) {
    if (version <= this.version) return true;
    this.version = version;
    if (seq >= this.marker && this.read(seq)) return true;
    if (seq < this.marker && this.isAhead) return true;
    this.marker = seq;
    if (unread === undefined) return false;
    // As of when this was counted is not told: take it as of now, until the answer comes.
    this.#messages = Math.max(0, unread - this.#came.length);
    this.#mentions = Math.max(0, mentions - (this.mentions - this.#mentions));
    return false;
  }

  /** Everything up to here becomes part of the number. */
  #settle(seq) {
    const rest = this.#came.filter((message) => message.seq > seq);
    this.#messages += this.#came.length - rest.length;
    for (const { seq: place, mention } of this.#came) this.#mentions += place <= seq && mention;
    this.#head = seq;
    this.#came = rest;
  }
}
