// Where the searched-for stands: the server counts in UTF-8 bytes, the page shows pieces of text.

/** `ranges`: `[{from, to}]` in bytes. Gives `[{text, marked}]`, which together are the whole text. Bad ranges mark nothing. */
export function pieces(text, ranges) {
  const bytes = new TextEncoder().encode(text);
  const decoder = new TextDecoder();
  const parts = [];
  const add = (from, to, marked) => {
    if (to > from) parts.push({ text: decoder.decode(bytes.subarray(from, to)), marked });
  };
  let at = 0;
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    const begin = Math.max(at, inward(bytes, from));
    const end = Math.min(bytes.length, inward(bytes, to));
    if (!(end > begin)) continue;
    add(at, begin, false);
    add(begin, end, true);
    at = end;
  }
  add(at, bytes.length, false);
  return parts;
}

/** The beginning of the character that a byte belongs to. */
function inward(bytes, at) {
  let place = Math.max(0, at);
  while (place < bytes.length && (bytes[place] & 0xc0) === 0x80) place -= 1;
  return place;
}

/** The pieces around the first match, in about `length` characters, for a place of a few lines. */
export function excerpt(parts, length = 280) {
  const first = parts.findIndex((part) => part.marked);
  const result = parts.map((part) => ({ ...part }));
  if (first > 0) {
    const lead = [...result[first - 1].text];
    if (lead.length > 80) {
      result[first - 1].text = `…${lead.slice(-60).join("")}`;
      result.splice(0, first - 1);
    }
  }
  let left = length;
  const shown = [];
  for (const part of result) {
    const letters = [...part.text];
    if (letters.length > left) {
      shown.push({ ...part, text: `${letters.slice(0, left).join("")}…` });
      break;
    }
    left -= letters.length;
    shown.push(part);
  }
  return shown;
}
