// What is shown of messages that others answer: { seq, by, excerpt }, or { seq, by, deleted: true }. One quote for all
// that answer the same message; deletions and edits reach it.

import { plainExcerpt } from "./excerpt.js";

export class Quotes {
  /** By the number of the answered message: { quote, asOf }. */
  #known = new Map();

  /** Gives a line its quote. False if the server has to be asked for it: `answered` is the answered line, if it is held. */
  attach(line, answered) {
    if (line.replyTo === null) return true;
    if (!this.#known.has(line.replyTo)) {
      const quote = answered && quoteOf(answered);
      if (!quote) return false;
      this.#known.set(line.replyTo, { quote, asOf: answered.asOf });
    }
    line.quote = this.#known.get(line.replyTo).quote;
    return true;
  }

  /** Takes a QUOTE, as of an event, and gives it to the lines that answer. */
  take(quote, asOf, lines) {
    const { seq } = quote;
    if (this.#known.get(seq)?.asOf > asOf) return;
    this.#known.set(seq, { quote, asOf });
    for (const line of lines) {
      if (line.replyTo !== seq || line.quote === quote) continue;
      line.quote = quote;
      line.version += 1;
    }
  }

  /** An answered message was edited or deleted. Gives the lines that answer it, and whether they have to be asked for. */
  changed(event, lines) {
    const known = this.#known.get(event.subject);
    if (!known) return { answers: [], isUnclear: false };
    const { seq, by } = known.quote;
    const answers = lines.filter(({ replyTo }) => replyTo === seq);
    const excerpt = event.kind === "edited" ? plainExcerpt(event.body.text ?? "") : null;
    if (event.kind === "edited" && excerpt === null) return { answers, isUnclear: true };
    this.take(excerpt === null ? { seq, by, deleted: true } : { seq, by, excerpt }, event.seq, answers);
    return { answers, isUnclear: false };
  }

  /** Forgets what none of these lines answers. */
  keep(lines) {
    const answered = new Set(lines.map(({ replyTo }) => replyTo));
    for (const seq of this.#known.keys()) if (!answered.has(seq)) this.#known.delete(seq);
  }

  clear() {
    this.#known.clear();
  }
}

/** Of a line that is held: null if only the server can tell. */
function quoteOf(line) {
  if (line.isErased) return { seq: line.seq, by: line.by, deleted: true };
  const excerpt = plainExcerpt(line.text);
  return excerpt === null ? null : { seq: line.seq, by: line.by, excerpt };
}
