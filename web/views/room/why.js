// Why a message notified one, or did not.

import { openDialog } from "../../parts/dialog.js";
import { h } from "../../parts/dom.js";
import { t } from "../../words/words.js";

export async function showWhy(app, room, line) {
  const { notifies, reason, sentence } = await app.api.get(`/v1/rooms/${room.id}/messages/${line.seq}/notification`);
  const key = `room.reason-${reason}`;
  const known = t(key);
  openDialog({
    title: t(notifies ? "room.why-notified" : "room.why-not"),
    body: [h("p", {}, known === key ? sentence : known)],
    actions: [
      { label: t("room.notification-settings"), kind: "quiet", run: () => app.go(app.link.about(room.id, "settings")) },
      { label: t("app.close") },
    ],
  });
}
