// Changes to a text that is being written, as values: nothing here knows of the page.

const encoder = new TextEncoder();

/** How much of a message a text fills: its UTF-8. */
export const byteCount = (text) => encoder.encode(text).length;

/** What is sent: without controls that the server refuses, blanks at the ends and empty lines around it. */
export function sendable(text) {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(/(?![\t\n])\p{Cc}/gu, "")
    .replace(/^(?:[^\S\n]*\n)+/, "")
    .trimEnd();
}

const marks = { bold: "**", italic: "_", strike: "~~", spoiler: "||" };

/**
 * Sets or takes back a mark: "bold", "italic", "strike", "spoiler", "code", "quote", "list" or "link". Gives what to put in
 * place of what, and what is selected then: `{ start, end, text, from, to }`.
 */
export function marked(mark, text, start, end) {
  if (mark === "link") return linked(text, start, end);
  if (mark === "quote") return prefixed("> ", text, start, end);
  if (mark === "list") return prefixed("- ", text, start, end);
  if (mark === "code") {
    return text.slice(start, end).includes("\n") ? fenced(text, start, end) : wrapped("`", text, start, end);
  }
  const isInWord = /[\p{L}\p{N}]/u.test(text[start - 1] ?? "") || /[\p{L}\p{N}]/u.test(text[end] ?? "");
  return wrapped(mark === "italic" && isInWord ? "*" : marks[mark], text, start, end);
}

function wrapped(mark, text, start, end) {
  const size = mark.length;
  const isAround = text.slice(start - size, start) === mark && text.slice(end, end + size) === mark;
  if (start >= size && isAround) {
    const inner = text.slice(start, end);
    return { start: start - size, end: end + size, text: inner, from: start - size, to: end - size };
  }
  // Marks beside blanks mean nothing: they go around the words.
  const selected = text.slice(start, end);
  const from = start + (selected.length - selected.trimStart().length);
  const to = Math.max(from, end - (selected.length - selected.trimEnd().length));
  const inner = text.slice(from, to);
  if (inner.length > 2 * size && inner.startsWith(mark) && inner.endsWith(mark)) {
    const bare = inner.slice(size, -size);
    return { start: from, end: to, text: bare, from, to: from + bare.length };
  }
  return { start: from, end: to, text: mark + inner + mark, from: from + size, to: to + size };
}

function fenced(text, start, end) {
  const { from, to } = wholeLines(text, start, end);
  const lines = text.slice(from, to);
  // Longer than any fence inside.
  const fence = "`".repeat(Math.max(3, ...[...lines.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return { start: from, end: to, text: `${fence}\n${lines}\n${fence}`, from: from + fence.length + 1, to: to + fence.length + 1 };
}

function prefixed(prefix, text, start, end) {
  const { from, to } = wholeLines(text, start, end);
  const lines = text.slice(from, to).split("\n");
  const isSet = lines.every((line) => line.startsWith(prefix));
  const changed = lines.map((line) => (isSet ? line.slice(prefix.length) : prefix + line)).join("\n");
  const isCaret = start === end;
  return { start: from, end: to, text: changed, from: isCaret ? from + changed.length : from, to: from + changed.length };
}

function wholeLines(text, start, end) {
  const next = text.indexOf("\n", end);
  return { from: text.lastIndexOf("\n", start - 1) + 1, to: next < 0 ? text.length : next };
}

function linked(text, start, end) {
  const selected = text.slice(start, end);
  if (isAddress(selected)) return { start, end, text: `[](${selected})`, from: start + 1, to: start + 1 };
  const from = start + selected.length + 3;
  return { start, end, text: `[${selected}]()`, from: selected ? from : start + 1, to: selected ? from : start + 1 };
}

/** Whether this is one web address and nothing else. */
export function isAddress(text) {
  return /^https?:\/\/[^\s<>]+$/i.test(text) && URL.canParse(text);
}

/** The selection as a link to the address that is pasted over it; null where that is pasted as it is. */
export function pastedLink(pasted, text, start, end) {
  const selected = text.slice(start, end);
  const address = pasted.trim();
  if (!selected.trim() || selected.includes("\n") || !isAddress(address) || isAddress(selected)) return null;
  if (text.slice(start - 2, start) === "](") return null;
  const safe = address.replace(/[()]/g, (sign) => (sign === "(" ? "%28" : "%29"));
  const link = `[${selected.replace(/[\[\]]/g, "\\$&")}](${safe})`;
  return { start, end, text: link, from: start + link.length, to: start + link.length };
}

/**
 * What Enter puts at the caret where a new line is meant: the mark of a list or a quote goes on, and an empty one ends.
 * `{ start, end, text, from, to }`.
 */
export function newLine(text, start, end) {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const line = text.slice(lineStart, start);
  const [mark, indent, bullet, number, sign] = /^(\s*)(?:([-*+>]) |(\d{1,9})([.)]) )/.exec(line) ?? [];
  if (mark && line === mark && start === end) return { start: lineStart, end, text: "", from: lineStart, to: lineStart };
  const next = !mark ? "" : bullet ? `${indent}${bullet} ` : `${indent}${Number(number) + 1}${sign} `;
  const at = start + 1 + next.length;
  return { start, end, text: `\n${next}`, from: at, to: at };
}
