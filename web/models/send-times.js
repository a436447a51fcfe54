// When something is sent later: times of the clock on somebody's wall, in his own zone, and the instants that they mean.

const MINUTE = 60_000;
const DAY = 86_400_000;

/** The zone that somebody named in his profile, if it is one; else that of this device. */
export function zoneOf(named) {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: named || undefined }).resolvedOptions().timeZone;
  } catch {
    return new Intl.DateTimeFormat("en").resolvedOptions().timeZone;
  }
}

/** "2026-05-01T09:30" of an instant: the form of `<input type="datetime-local">`. */
export function wallTime(at, zone) {
  const parts = { calendar: "iso8601", hourCycle: "h23", timeZone: zone };
  const two = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" };
  const found = new Intl.DateTimeFormat("en", { ...parts, ...two, numberingSystem: "latn" }).formatToParts(at);
  const of = Object.fromEntries(found.map(({ type, value }) => [type, value]));
  return `${of.year.padStart(4, "0")}-${of.month}-${of.day}T${of.hour}:${of.minute}`;
}

/** The instant of a time on the wall; null if it cannot be read. One that a change of the clocks leaves out is moved behind it. */
export function instantOf(wall, zone) {
  const utc = Date.parse(`${wall}Z`);
  if (Number.isNaN(utc)) return null;
  const offsetAt = (at) => Date.parse(`${wallTime(at, zone)}Z`) - Math.floor(at / MINUTE) * MINUTE;
  // The offset of before and of after, should the clocks change on that day.
  const early = utc - offsetAt(utc - DAY);
  const late = utc - offsetAt(utc + DAY);
  if (wallTime(early, zone) === wall) return early;
  return wallTime(late, zone) === wall ? late : early;
}

/** Times that are often meant: `{ what: "hour" | "tomorrow" | "monday", at }`, the nearest first. */
export function usualTimes(now, zone) {
  const today = wallTime(now, zone).slice(0, 10);
  const noon = Date.parse(`${today}T12:00Z`);
  const nine = (days) => instantOf(`${new Date(noon + days * DAY).toISOString().slice(0, 10)}T09:00`, zone);
  const weekday = new Date(noon).getUTCDay();
  const untilMonday = ((8 - weekday) % 7) || 7;
  const hour = Math.ceil((now + 60 * MINUTE) / MINUTE) * MINUTE;
  const times = [{ what: "hour", at: hour }, { what: "tomorrow", at: nine(1) }];
  // On a Sunday tomorrow is Monday.
  if (untilMonday > 1) times.push({ what: "monday", at: nine(untilMonday) });
  return times;
}

/** What is wrong with a time that was chosen: "unreadable", "past", "far", or null. */
export function faultOf(at, now, mostDays = 366) {
  if (at === null) return "unreadable";
  if (at <= now) return "past";
  return at > now + mostDays * DAY ? "far" : null;
}
