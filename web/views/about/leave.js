// Leaving a room, with what it means said first.

import { confirmed } from "../../parts/dialog.js";
import { t } from "../../words/words.js";

/** Whether one left. */
export async function leaveRoom(app, room) {
  const comesBack = room.kind === "channel" && room.entry === "open";
  const isLast = !comesBack && room.memberCount <= 1;
  const text = t(isLast ? "about.leaveLast" : comesBack ? "about.leaveOpen" : "about.leaveClosed");
  if (!(await confirmed({ title: t("about.leaveTitle", { room: room.title }), text, yes: t("about.leave") }))) return false;
  try {
    await app.house.leave(room.id);
  } catch (error) {
    app.toast(error.code === "last_owner" ? t("about.lastOwner") : app.say(error));
    return false;
  }
  if (location.hash.startsWith(app.link.room(room.id))) app.go("#/");
  app.announce(t("about.left", { room: room.title }));
  return true;
}
