// Which emoji somebody uses, and in which skin tone: kept in this browser.

import { browserStorage } from "../../app/prefs.js";
import { usedAgain } from "../../models/emoji.js";

const KEY = "roost.emoji";

function read() {
  try {
    const { tone, recent } = JSON.parse(browserStorage()?.getItem(KEY) ?? "{}");
    return {
      tone: Number.isInteger(tone) && tone >= 0 && tone <= 5 ? tone : 0,
      recent: Array.isArray(recent) ? recent.filter((char) => typeof char === "string") : [],
    };
  } catch {
    return { tone: 0, recent: [] }; // Not ours, or cut off.
  }
}

function keep(changes) {
  try {
    browserStorage()?.setItem(KEY, JSON.stringify({ ...read(), ...changes }));
  } catch {
    // A full or forbidden storage: the picker opens as it did.
  }
}

/** 0 for none, 1 (light) to 5 (dark). */
export const skinTone = () => read().tone;
export const setSkinTone = (tone) => keep({ tone });

/** The last used first. */
export const recentEmoji = () => read().recent;
export const emojiUsed = (char) => keep({ recent: usedAgain(read().recent, char) });
