// Unicode's file of emoji: fetched and read when somebody first wants one, and then held for all who ask.

import { parseEmoji } from "../../models/emoji.js";
import { shows } from "./emoji-support.js";

const FILE = "/vendor/emoji-test.txt";

let asked = null;
let held = null;

/** An `EmojiSet` of what this browser can show. What fails is asked for again the next time. */
export function emojiSet() {
  asked ??= read().catch((error) => {
    asked = null;
    throw error;
  });
  return asked;
}

/** The set, if it is here already; else null. */
export const emojiAtHand = () => held;

async function read() {
  const response = await fetch(FILE);
  if (!response.ok) throw new Error(`${FILE}: ${response.status}`);
  held = parseEmoji(await response.text(), shows);
  return held;
}
