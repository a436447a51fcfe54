// One line of plain text out of a message, as the server makes it (docs/protocol/http.md, QUOTE).

const MOST = 160;

/** What could be Markdown, or a space of a rarer kind: then only the server's own excerpt is the right one. */
const MARKED = /[\\`*_~[\]<>#|&!+=:/$@^\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufeff-]|^\s*\d+[.)]/m;

/** Null where the text has marks that this page does not take away. */
export function plainExcerpt(text) {
  if (MARKED.test(text)) return null;
  const line = text.replace(/\s+/gu, " ").trim();
  return [...line].length > MOST ? null : line;
}
