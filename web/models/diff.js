// What changed between two texts, word by word.

/** Longer texts are told apart as wholes: the table below grows with both lengths. */
const MOST = 2000;

/** `[{ kind: "same" | "added" | "removed", text }]` in reading order. */
export function diff(before, after) {
  const a = words(before);
  const b = words(after);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let tail = 0;
  while (tail < a.length - start && tail < b.length - start && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const middleA = a.slice(start, a.length - tail);
  const middleB = b.slice(start, b.length - tail);
  const parts = [];
  add(parts, "same", a.slice(0, start));
  if (middleA.length * middleB.length > MOST * MOST) {
    add(parts, "removed", middleA);
    add(parts, "added", middleB);
  } else walk(parts, middleA, middleB);
  add(parts, "same", tail ? a.slice(-tail) : []);
  return parts;
}

const words = (text) => text.match(/\s+|[\p{L}\p{M}\p{Nd}_]+|[^\s\p{L}\p{M}\p{Nd}_]/gu) ?? [];

/** By the longest common subsequence. */
function walk(parts, a, b) {
  const width = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i * width + j] =
        a[i] === b[j]
          ? longest[(i + 1) * width + j + 1] + 1
          : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
    }
  }
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      add(parts, "same", [a[i++]]);
      j++;
    } else if (i < a.length && (j === b.length || longest[(i + 1) * width + j] >= longest[i * width + j + 1])) {
      add(parts, "removed", [a[i++]]);
    } else add(parts, "added", [b[j++]]);
  }
}

function add(parts, kind, list) {
  if (list.length === 0) return;
  const text = list.join("");
  if (parts.at(-1)?.kind === kind) parts.at(-1).text += text;
  else parts.push({ kind, text });
}
