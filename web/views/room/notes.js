// What became of the room, as lines of its history (docs/protocol/rooms.md).

import { calm } from "../../models/inline.js";
import { h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";
import { momentText, timeText, wholeText } from "./when.js";

const icons = { created: "home", joined: "person", left: "person", changed: "gear", role_changed: "shield", invited: "add", banned: "flag" };

export function noteElement(line, app, room) {
  return [
    icon(icons[line.kind] ?? "info", 16),
    h("span", {}, h("bdi", {}, noteText(line, app, room)), " ", h("time", { datetime: new Date(line.at).toISOString(), title: wholeText(app, line.at) }, timeText(app, line.at))),
  ];
}

/** What a line of history says. A kind that is not known yet is told by its name. */
export function noteText({ kind, by, subject, body }, app, room) {
  const who = calm(by?.name ?? "");
  const whom = calm(body.name ?? body.username ?? app.house.person(subject)?.name ?? "");
  const values = { who, whom };
  switch (kind) {
    case "joined":
      if (body.by && body.by !== by.id) return t("room.note.added", { who: calm(body.by_name ?? ""), whom: who });
      return t(body.via === "link" ? "room.note.joinedLink" : "room.note.joined", values);
    case "created":
      return t(room.kind === "channel" ? "room.note.created" : "room.note.begun", values);
    case "left":
    case "invited":
    case "uninvited":
    case "declined":
    case "unbanned":
      return t(`room.note.${kind}`, values);
    case "removed": {
      const text = t("room.note.removed", values);
      return body.reason ? t("room.note.reason", { text, reason: calm(body.reason) }) : text;
    }
    case "banned": {
      const text = body.until ? t("room.note.bannedUntil", { ...values, when: momentText(app, body.until) }) : t("room.note.banned", values);
      return body.reason ? t("room.note.reason", { text, reason: calm(body.reason) }) : text;
    }
    case "role_changed":
      if (body.role) return t(`room.note.role.${body.role}`, values);
      if (body.muted_until > 0) return t("room.note.muted", { ...values, when: momentText(app, body.muted_until) });
      return t("room.note.unmuted", values);
    case "changed":
      return changedText(body, who);
    default:
      return t("room.note.other", { who, what: kind });
  }
}

/** One thing that changed is told with its value, several by their names. */
function changedText(body, who) {
  const names = Object.keys(body).filter((name) => name !== "was");
  if (names.length !== 1) {
    return t("room.note.changed", { who, what: names.map((name) => t(`room.setting.${name}`)).join(", ") });
  }
  const [name] = names;
  const value = body[name];
  if (name === "archived" || name === "deleted") return t(`room.note.${name}.${value ? "on" : "off"}`, { who });
  if (name === "title" || name === "topic" || name === "handle") {
    return value ? t(`room.note.${name}`, { who, value: calm(String(value)) }) : t("room.note.emptied", { who, what: t(`room.setting.${name}`) });
  }
  return t("room.note.changed", { who, what: t(`room.setting.${name}`) });
}
