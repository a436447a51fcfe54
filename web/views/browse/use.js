// How a room is used: the settings that a new channel and one that is there have in common.

import { field } from "../../parts/field.js";
import { t } from "../../words/words.js";

const usual = {
  listed: true,
  history: "all",
  may_post: "member",
  may_invite: "member",
  may_mention_all: "member",
  may_pin: "member",
  slow_mode: 0,
  retention_days: 0,
};
const waits = [0, 5, 10, 30, 60, 300, 900, 3600, 21600, 86400];
const days = [0, 1, 7, 30, 90, 180, 365, 730];
const roles = (...names) => names.map((name) => [name, t(`about.role.${name}`)]);

/** Seconds as words: "30 seconds", "1 hour". */
export function spanOf(seconds) {
  if (seconds % 86400 === 0) return t("about.days", { count: seconds / 86400 });
  if (seconds % 3600 === 0) return t("about.hours", { count: seconds / 3600 });
  return seconds % 60 === 0 ? t("about.minutes", { count: seconds / 60 }) : t("about.seconds", { count: seconds });
}

/** `{ elements, values(), follow(entry) }`. `room` has what holds now; `retention` says whether one may set it. */
export function useFields({ room = {}, retention }) {
  const now = {
    ...usual,
    ...Object.fromEntries(Object.keys(usual).filter((key) => room[key] !== undefined).map((key) => [key, room[key]])),
  };
  const choice = (name, label, options, hint) => field({ label, name, type: "select", value: String(now[name]), options, hint });
  /** A value that is not among the usual ones stays possible. */
  const among = (list, value) => (list.includes(value) ? list : [...list, value].sort((a, b) => a - b));
  const fields = {
    listed: field({ label: t("about.listed"), name: "listed", type: "checkbox", value: now.listed, hint: t("about.listedHint") }),
    history: choice("history", t("about.history"), [["all", t("about.historyAll")], ["since_joining", t("about.historySince")]]),
    may_post: choice("may_post", t("about.mayPost"), roles("member", "moderator", "owner"), t("about.mayPostHint")),
    may_invite: choice("may_invite", t("about.mayInvite"), roles("member", "moderator", "owner")),
    may_mention_all: choice("may_mention_all", t("about.mayMentionAll"), roles("member", "moderator", "owner")),
    may_pin: choice("may_pin", t("about.mayPin"), roles("member", "moderator", "owner")),
    slow_mode: choice(
      "slow_mode",
      t("about.slowMode"),
      among(waits, now.slow_mode).map((seconds) => [String(seconds), seconds === 0 ? t("about.slowOff") : spanOf(seconds)]),
      t("about.slowHint"),
    ),
    ...(retention && {
      retention_days: choice(
        "retention_days",
        t("about.retention"),
        among(days, now.retention_days).map(
          (count) => [String(count), count === 0 ? t("about.forEver") : t("about.days", { count })],
        ),
        t("about.retentionHint"),
      ),
    }),
  };
  let listedIsOwn = room.listed !== undefined;
  fields.listed.input.addEventListener("change", () => (listedIsOwn = true));
  return {
    elements: Object.values(fields).map((one) => one.element),
    fields,
    values() {
      const values = Object.fromEntries(
        Object.entries(fields).map(([name, { input }]) => [name, input.type === "checkbox" ? input.checked : input.value]),
      );
      values.slow_mode = Number(values.slow_mode);
      if (retention) values.retention_days = Number(values.retention_days);
      return values;
    },
    follow(entry) {
      if (!listedIsOwn) fields.listed.input.checked = entry === "open";
    },
  };
}

/** Those of `values` that differ from what the room has. */
export function changes(room, values) {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => value !== (room[name] ?? (name in usual ? usual[name] : ""))),
  );
}
