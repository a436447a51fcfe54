// What stands in running text without being marked: addresses of the web, names that are called, rooms (docs/protocol/markdown.md).

const NAME = String.raw`[\p{L}\p{Nd}][\p{L}\p{M}\p{Nd}_\u200c\u200d-]*`;
const ADDRESS = /^https?:\/\/[^\s<>"'`\p{Cc}\p{Bidi_Control}]+/iu;
const CALL = new RegExp(`^[@#](${NAME})`, "u");
const SAFE = /^(?:https?:\/\/|mailto:)/iu;
/** What may stand before a name without making an address of it. */
const PART_OF_ADDRESS = /[\p{L}\p{M}\p{Nd}.+%@/&-]$/u;

/** Only these may be led to. */
export const isSafeAddress = (address) => SAFE.test(address);

/** The length of the web address at the beginning of a text, without the punctuation of the sentence; 0 where there is none. */
export function addressLength(text) {
  let found = ADDRESS.exec(text)?.[0];
  if (!found) return 0;
  for (;;) {
    const shorter = found.replace(/[.,:;!?*_~|]+$/u, "");
    const closing = { ")": "(", "]": "[", "}": "{" }[shorter.at(-1)];
    const unopened = closing && count(shorter, shorter.at(-1)) > count(shorter, closing);
    const next = unopened ? shorter.slice(0, -1) : shorter;
    if (next === found) break;
    found = next;
  }
  return /^https?:\/\/./iu.test(found) ? found.length : 0;
}

const count = (text, mark) => text.split(mark).length - 1;

/** The name after an `@` or `#` at the beginning of a text, or null. `before` is the text that comes before. */
export function calledName(text, before) {
  if (PART_OF_ADDRESS.test(before.slice(-2))) return null;
  const found = CALL.exec(text);
  if (!found || found[1].length > 64) return null;
  return text[found[0].length] === "@" ? null : found[1];
}

/** A stretch of plain text as pieces: `{ text }`, `{ address }`, `{ call: "@" | "#", name }`. */
export function pieces(text) {
  const list = [];
  let from = 0;
  const push = (at, piece, length) => {
    if (at > from) list.push({ text: text.slice(from, at) });
    list.push(piece);
    from = at + length;
  };
  for (const { index } of text.matchAll(/https?:\/\/|[@#]/giu)) {
    if (index < from) continue;
    const rest = text.slice(index);
    if (text[index] === "@" || text[index] === "#") {
      const name = calledName(rest, text.slice(Math.max(from, index - 2), index));
      if (name) push(index, { call: text[index], name }, name.length + 1);
    } else if (!/[\p{L}\p{Nd}]$/u.test(text.slice(from, index))) {
      const length = addressLength(rest);
      if (length) push(index, { address: text.slice(index, index + length) }, length);
    }
  }
  if (from < text.length) list.push({ text: text.slice(from) });
  return list;
}

/** Whether a text may have marks of Markdown: then the parser has to look. */
export function hasMarks(text) {
  return /[*_~`|[\]\\$<]|^\s*(?:>|(?:[-+]|\d+[.)])(?:\s|$)|#{1,6}\s|(?:={3,}|-{3,})\s*$)/mu.test(text);
}

/** Whether a text is nothing but a few emoji, which are then shown large. */
export function isEmojiOnly(text) {
  const trimmed = text.trim();
  if (trimmed.length > 80 || !/^(?:\p{RGI_Emoji}|\s)+$/v.test(trimmed)) return false;
  return [...new Intl.Segmenter().segment(trimmed.replace(/\s+/gu, ""))].length <= 6;
}

/** A text without more marks on one letter than any language has: what is stacked higher only disturbs its neighbours. */
export function calm(text) {
  return text.replace(/(\p{M}{6})\p{M}+/gu, "$1");
}
