// Emoji as completions. Loaded when the first colon asks for one.

import { tinted } from "../../models/emoji.js";
import { emojiAtHand, emojiSet } from "./emoji-data.js";
import { emojiUsed, recentEmoji, skinTone } from "./emoji-habits.js";

/** Those that fit best; none where Unicode's file cannot be had, which the picker says. */
export async function emojiOptions(query, limit) {
  let set;
  try {
    set = await emojiSet();
  } catch {
    return [];
  }
  return set.search(query, { limit, favoured: recentEmoji() }).map((emoji) => {
    const char = tinted(emoji, skinTone());
    return { id: emoji.code, text: char, sign: char, label: `:${nameOf(emoji, query)}:`, taken: () => emojiUsed(char) };
  });
}

/** The emoji of a shortcode that was typed in full, or null; it counts as used. */
export function emojiOf(code) {
  const emoji = emojiAtHand()?.coded(code);
  if (!emoji) return null;
  const char = tinted(emoji, skinTone());
  emojiUsed(char);
  return char;
}

/** The name that was meant: the alias that begins so, or its own. */
function nameOf(emoji, query) {
  return emoji.aliases.find((alias) => alias.startsWith(query.toLowerCase())) ?? emoji.code;
}
