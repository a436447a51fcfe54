// What a program calls itself, in words that people know.

import { currentLanguage, t } from "../../words/words.js";

const browsers = [["Edg", "Edge"], ["OPR", "Opera"], ["Firefox", "Firefox"], ["Chrome", "Chrome"], ["Safari", "Safari"]];
const systems = [["Android", "Android"], ["iPhone", "iPhone"], ["iPad", "iPad"], ["Windows", "Windows"], ["Mac OS X", "macOS"], ["CrOS", "ChromeOS"], ["Linux", "Linux"]];

/** "Firefox, Linux" of a browser's long line; other programs by what they say of themselves. */
export function clientName(line) {
  const found = (pairs) => pairs.find(([mark]) => line.includes(mark))?.[1];
  const browser = line.startsWith("Mozilla/") && found(browsers);
  const system = browser && found(systems);
  if (browser) return system ? t("settings.browserOn", { browser, system }) : browser;
  return line.slice(0, 60) || t("settings.unknownClient");
}

/** A day and an hour, short. */
export const day = (time) => new Intl.DateTimeFormat(currentLanguage(), { dateStyle: "medium", timeStyle: "short" }).format(time);
