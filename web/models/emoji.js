// Unicode's emoji out of its own file, emoji-test.txt (UTS #51): groups, names, skin tones, and the search in them.

import { aliases, shortcodeOf } from "./shortcodes.js";

const LINE = /^[0-9A-F ]+; fully-qualified\s+# (\S+) E(\d+\.\d+) (.+)$/;
const tones = ["light", "medium-light", "medium", "medium-dark", "dark"].map((tone) => `${tone} skin tone`);

/** An id for each group of the file; "Component" holds nothing that stands alone. */
const groupIds = {
  "Smileys & Emotion": "smileys",
  "People & Body": "people",
  "Animals & Nature": "nature",
  "Food & Drink": "food",
  "Travel & Places": "travel",
  Activities: "activities",
  Objects: "objects",
  Symbols: "symbols",
  Flags: "flags",
};

/**
 * Reads the file. Gives an `EmojiSet`. Each emoji is `{ char, name, code, aliases, version, tones }`: `code` is its shortcode,
 * `tones` the five tinted forms, from light to dark, or null. What `shows` refuses, by emoji, is left out.
 */
export function parseEmoji(text, shows = () => true) {
  const groups = [];
  const byName = new Map();
  for (const line of text.split("\n")) {
    if (line.startsWith("# group: ")) {
      const id = groupIds[line.slice(9).trim()];
      groups.push({ id, emoji: [] });
      continue;
    }
    const group = groups.at(-1);
    if (!group?.id || line.startsWith("#")) continue;
    const [, char, version, fullName] = LINE.exec(line) ?? [];
    if (!char) continue;
    const { name, tone } = withoutTone(fullName);
    if (tone === null) {
      const emoji = { char, name, code: shortcodeOf(name), aliases: [], version: Number(version), tones: null };
      byName.set(name, emoji);
      if (shows(emoji)) group.emoji.push(emoji);
    } else if (tone >= 0) {
      const base = byName.get(name);
      if (base) (base.tones ??= [])[tone] = char;
    }
  }
  return new EmojiSet(groups.filter((group) => group.id && group.emoji.length > 0));
}

/** "waving hand" and 0 of "waving hand: light skin tone". The tone is null without one, and -1 where two are mixed. */
function withoutTone(name) {
  if (!name.includes("skin tone")) return { name, tone: null };
  const [base, qualifiers = ""] = name.split(": ");
  const parts = qualifiers.split(", ");
  const tinted = new Set(parts.filter((part) => tones.includes(part)));
  const others = parts.filter((part) => !tones.includes(part));
  const tone = tinted.size === 1 ? tones.indexOf([...tinted][0]) : -1;
  return { name: others.length > 0 ? `${base}: ${others.join(", ")}` : base, tone };
}

export class EmojiSet {
  #byCode = new Map();
  #byChar = new Map();

  /** `groups`: `{ id, emoji }`, in the order in which they are shown. */
  constructor(groups) {
    this.groups = groups;
    this.all = groups.flatMap((group) => group.emoji);
    for (const emoji of this.all) {
      this.#byCode.set(emoji.code, emoji);
      for (const char of [emoji.char, ...(emoji.tones ?? [])]) this.#byChar.set(char, emoji);
    }
    for (const [alias, code] of Object.entries(aliases)) {
      const emoji = this.#byCode.get(code);
      if (!emoji) continue;
      emoji.aliases.push(alias);
      if (!this.#byCode.has(alias)) this.#byCode.set(alias, emoji);
    }
  }

  /** The one of this shortcode, or undefined. */
  coded(code) {
    return this.#byCode.get(code.toLowerCase());
  }

  /** The one that is written so, tinted or not, or undefined. */
  written(char) {
    return this.#byChar.get(char);
  }

  /**
   * Those whose name or shortcode has all the words, the nearest first: the very name, its beginning, the beginning of a
   * word, anywhere. `favoured` are characters that come first among equals.
   */
  search(query, { limit = 100, favoured = [] } = {}) {
    const typed = query.trim().toLowerCase();
    const code = shortcodeOf(typed);
    const words = code.split("_");
    const liked = new Set(favoured.map((char) => this.#byChar.get(char)));
    const found = [];
    for (const emoji of this.all) {
      const rank = rankOf(emoji, typed, code, words);
      if (rank !== null) found.push({ emoji, rank: rank * 2 + (liked.has(emoji) ? 0 : 1) });
    }
    // Sorting is stable: what ranks alike stays in Unicode's order.
    found.sort((a, b) => a.rank - b.rank);
    return found.slice(0, limit).map(({ emoji }) => emoji);
  }
}

function rankOf(emoji, typed, code, words) {
  if (emoji.code === code || emoji.aliases.includes(typed)) return 0;
  if (typed && emoji.aliases.some((alias) => alias.startsWith(typed))) return 1;
  if (!code) return null;
  if (emoji.code.startsWith(code)) return 2;
  const parts = emoji.code.split("_");
  if (words.every((word) => parts.some((part) => part.startsWith(word)))) return 3;
  // "smile" should find what smiles as well.
  return words.every((word) => emoji.code.includes(word.length > 4 ? word.replace(/e$/, "") : word)) ? 4 : null;
}

/** As it is written with a skin tone: 0 for none, 1 (light) to 5 (dark). */
export function tinted(emoji, tone) {
  return (tone > 0 && emoji.tones?.[tone - 1]) || emoji.char;
}

/** What was used last comes first, each once, `most` of them. */
export function usedAgain(recent, char, most = 32) {
  return [char, ...recent.filter((one) => one !== char)].slice(0, most);
}
