// Finding by a few letters in their order: "dsn" finds "Design". Case and accents do not count.

/** As it is compared: without case, accents and width, one character for one where possible. */
export const plain = (text) => text.normalize("NFKD").replace(/\p{Mn}+/gu, "").toLocaleLowerCase("en");

/**
 * How well `text` fits what was typed: null when it does not, else higher is better. The beginning counts most, then the
 * beginnings of words, then letters that stand together; of two that fit equally the shorter is better.
 */
export function fit(typed, text) {
  const wanted = [...plain(typed.trim())].filter((letter) => letter !== " ");
  if (wanted.length === 0) return 0;
  const letters = [...plain(text)];
  const whole = plain(typed.trim());
  const place = standing(whole, letters.join(""));
  if (place > 0) return 1000 + place - letters.length / 100;
  let best = null;
  // Each place where the first letter stands is tried; the rest is taken as it comes.
  for (let start = 0; start < letters.length; start += 1) {
    if (letters[start] !== wanted[0]) continue;
    const score = follow(wanted, letters, start);
    if (score !== null && (best === null || score > best)) best = score;
  }
  return best === null ? null : best - letters.length / 100;
}

/** Where the whole of it stands: at the beginning, at that of a word, in the middle; 0 for nowhere. */
function standing(whole, text) {
  if (text.startsWith(whole)) return 200;
  let found = 0;
  for (let at = text.indexOf(whole); at >= 0; at = text.indexOf(whole, at + 1)) {
    if (isStart(text, at)) return 100;
    found = 1;
  }
  return found;
}

function follow(wanted, letters, start) {
  let score = 0;
  let before = -2;
  let at = start;
  for (const letter of wanted) {
    while (at < letters.length && letters[at] !== letter) at += 1;
    if (at === letters.length) return null;
    score += at === before + 1 ? 5 : isStart(letters, at) ? 8 : 0;
    before = at;
    at += 1;
  }
  return score;
}

const isStart = (letters, at) => at === 0 || !/[\p{L}\p{N}]/u.test(letters[at - 1]);
