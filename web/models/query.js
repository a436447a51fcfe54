// What stands under the caret of a search: a word, or a filter that can be completed.

export const filters = ["from:", "in:", "before:", "after:", "on:", "has:", "mentions:"];
export const held = ["link", "file", "image"];
export const days = ["today", "yesterday"];

/** The word that ends at the caret: `{ from, to, filter, value }`; `filter` is null while it is only a word. */
export function wordAt(text, caret) {
  const before = text.slice(0, caret);
  // A phrase is not completed.
  if ((before.match(/"/g) ?? []).length % 2 === 1) return null;
  const from = before.search(/\S*$/);
  const rest = text.slice(caret).search(/\s|$/);
  const to = caret + (rest < 0 ? 0 : rest);
  const word = text.slice(from, caret);
  const colon = word.indexOf(":");
  const filter = colon > 0 ? word.slice(0, colon + 1).toLowerCase() : null;
  if (filter && !filters.includes(filter)) return { from, to, filter: null, value: word };
  return { from, to, filter, value: filter ? word.slice(colon + 1) : word };
}

/** The text with that word replaced, and where the caret then stands. A whole filter gets a space behind it. */
export function complete(text, word, replacement) {
  const tail = text.slice(word.to).replace(/^\s+/, "");
  const put = replacement.endsWith(":") ? replacement : `${replacement} `;
  return { text: text.slice(0, word.from) + put + tail, caret: word.from + put.length };
}

/** The search without its filters: what people and rooms are looked for by. */
export function freeWords(text) {
  return text
    .split(/\s+/)
    .filter((word) => word && !filters.some((filter) => word.toLowerCase().startsWith(filter)))
    .join(" ")
    .replaceAll('"', "")
    .trim();
}

/** The newest first, each once, at most eight. */
export function remember(recent, text) {
  const clean = text.trim();
  if (!clean) return recent;
  return [clean, ...recent.filter((one) => one !== clean)].slice(0, 8);
}
