// How a room is used: the settings that a new channel and one that is there have in common.

import { field } from "../../parts/field.js";
import { t } from "../../words/words.js";

const usual = {
  listed: true,
  guests: false,
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
const roles = ["member", "speaker", "moderator", "owner"];

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
  const toggle = (name, label, hint) => field({ label, name, type: "checkbox", value: now[name], hint });
  const choice = (name, label, options, hint) => field({ label, name, type: "select", value: String(now[name]), options, hint });
  const leastRole = (name, label, hint) => choice(name, label, roles.map((role) => [role, t(`about.role.${role}`)]), hint);
  /** A value that is not among the usual ones stays possible. */
  const among = (list, value) => (list.includes(value) ? list : [...list, value].sort((a, b) => a - b));
  const fields = {
    listed: toggle("listed", t("about.listed"), t("about.listedHint")),
    guests: toggle("guests", t("about.guests"), t("about.guestsHint")),
    history: choice("history", t("about.history"), [["all", t("about.historyAll")], ["since_joining", t("about.historySince")]]),
    may_post: leastRole("may_post", t("about.mayPost"), t("about.mayPostHint")),
    may_invite: leastRole("may_invite", t("about.mayInvite")),
    may_mention_all: leastRole("may_mention_all", t("about.mayMentionAll")),
    may_pin: leastRole("may_pin", t("about.mayPin")),
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
