// Why a message notified one, or did not.

import { openDialog } from "../../parts/dialog.js";
import { h } from "../../parts/dom.js";
import { has, t } from "../../words/words.js";

export async function showWhy(app, room, line) {
  const { notifies, reason, sentence } = await app.api.get(`/v1/rooms/${room.id}/messages/${line.seq}/notification`);
  const key = `room.reason.${reason}`;
  openDialog({
    title: t(notifies ? "room.whyNotified" : "room.whyNot"),
    body: [h("p", {}, has(key) ? t(key) : sentence)],
    actions: [
      { label: t("room.notificationSettings"), kind: "quiet", run: () => app.go(app.link.about(room.id, "settings")) },
      { label: t("app.close") },
    ],
  });
}
