// Moments as people say them, in the reader's language and by his clock.

import { currentLanguage, t } from "../../words/words.js";

const kept = new Map();

/** Formatters are dear to make: one of each is enough. */
function formatter(options) {
  const key = currentLanguage() + JSON.stringify(options);
  if (!kept.has(key)) kept.set(key, new Intl.DateTimeFormat(currentLanguage(), options));
  return kept.get(key);
}

const clock = (app) => ({ 12: { hour12: true }, 24: { hour12: false } })[app.prefs?.get("clock")] ?? {};

export const timeText = (app, at) => formatter({ hour: "numeric", minute: "2-digit", ...clock(app) }).format(at);

/** The same without "AM" or "PM", where there is little room. */
export const shortTimeText = (app, at) =>
  formatter({ hour: "numeric", minute: "2-digit", ...clock(app) })
    .formatToParts(at)
    .filter(({ type }) => type !== "dayPeriod")
    .map(({ value }) => value)
    .join("")
    .trim();

export const wholeText = (app, at) =>
  formatter({ weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "numeric", minute: "2-digit", ...clock(app) }).format(at);

/** "Today", "Yesterday", or the day by its name. */
export function dayText(at, now = new Date()) {
  const then = new Date(at);
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (then.toDateString() === now.toDateString()) return t("room.today");
  if (then.toDateString() === yesterday.toDateString()) return t("room.yesterday");
  const year = then.getFullYear() === now.getFullYear() ? {} : { year: "numeric" };
  return formatter({ weekday: "long", day: "numeric", month: "long", ...year }).format(then);
}

/** The time alone today, with the day before that. */
export const momentText = (app, at) =>
  new Date(at).toDateString() === new Date().toDateString() ? timeText(app, at) : `${dayText(at)}, ${timeText(app, at)}`;
