// "Why did I get this?", or why not: the server's own reason, in the reader's words.

import { openDialog } from "../../parts/dialog.js";
import { h } from "../../parts/dom.js";
import { t } from "../../words/words.js";
import { openLevel } from "../about/level.js";

export async function openWhy(app, room, seq) {
  try {
    const { notifies, reason } = await app.api.get(`/v1/rooms/${room}/messages/${seq}/notification`);
    const known = app.house.room(room);
    openDialog({
      title: t(notifies ? "notify.why" : "notify.whyNot"),
      body: [h("p", {}, t(`notify.reason.${reason}`))],
      actions: [
        ...(known ? [{ label: t("notify.change"), kind: "quiet", run: () => void setTimeout(() => openLevel(app, known)) }] : []),
        { label: t("app.close") },
      ],
    });
  } catch (error) {
    app.toast(app.say(error));
  }
}
