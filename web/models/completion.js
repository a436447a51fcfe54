// What is being typed at the caret, and what it may become: `:emoji`, `@person`, `#room`.

const signs = { ":": "emoji", "@": "person", "#": "room" };
const AT_CARET = /(?:^|[\s(\[{"'“‘„«¿¡*_~|>-])([:@#])([\p{L}\p{M}\p{N}_+-]*)$/u;
const MOST = 64;

/**
 * The word that waits to be completed: `{ kind, query, start, end }`, or null. It begins with its sign behind a blank or an
 * opening mark, so that neither times nor addresses ask for anything, and ends at the caret. There is none in code.
 */
export function wordAt(text, caret) {
  const before = text.slice(Math.max(0, caret - MOST), caret);
  const [, sign, query] = AT_CARET.exec(before) ?? [];
  if (!sign || isCode(text, caret)) return null;
  // One letter after a colon is as often a smiley out of punctuation as a name.
  if (sign === ":" && query.length < 2) return null;
  return { kind: signs[sign], query, start: caret - query.length - 1, end: caret };
}

/** The shortcode that the colon before the caret has just closed: `{ code, start, end }`, or null. */
export function closedShortcode(text, caret) {
  const [whole, code] = /(?:^|[^\p{L}\p{N}:])(:([a-z0-9_+-]+):)$/iu.exec(text.slice(Math.max(0, caret - MOST), caret))?.slice(1) ?? [];
  if (!whole || isCode(text, caret)) return null;
  return { code, start: caret - whole.length, end: caret };
}

/** Whether the caret stands in a fence that is open, or behind a backtick that nothing closed on its line. */
export function isCode(text, caret) {
  const before = text.slice(0, caret);
  const fences = before.match(/^ {0,3}(```|~~~)/gm)?.length ?? 0;
  if (fences % 2 === 1) return true;
  const line = before.slice(before.lastIndexOf("\n") + 1);
  return (line.match(/`/g)?.length ?? 0) % 2 === 1;
}

/** For comparing what is typed with names: without case, marks and width. */
export function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * Those of `candidates` that fit, the best first: the beginning of the first key (a handle), of another, of a word in one.
 * `keys(candidate)` gives its texts. What comes first among the candidates comes first among equals.
 */
export function ranked(candidates, query, keys, limit = 8) {
  const wanted = folded(query);
  const found = [];
  for (const candidate of candidates) {
    const rank = rankOf(keys(candidate), wanted);
    if (rank !== null) found.push({ candidate, rank });
  }
  found.sort((a, b) => a.rank - b.rank);
  return found.slice(0, limit).map(({ candidate }) => candidate);
}

function rankOf(keys, wanted) {
  let best = null;
  keys.forEach((key, place) => {
    const text = folded(key ?? "");
    const at = text.indexOf(wanted);
    if (at < 0) return;
    const rank = at === 0 ? Math.min(place, 1) : /[\s_-]/.test(text[at - 1]) ? 2 : 3;
    best = best === null ? rank : Math.min(best, rank);
  });
  return best;
}
