// Tells the moderators about a message.

import { calm } from "../../models/inline.js";
import { openDialog } from "../../parts/dialog.js";
import { h } from "../../parts/dom.js";
import { field } from "../../parts/field.js";
import { t } from "../../words/words.js";

export async function report(app, room, line) {
  const reason = field({ label: t("room.reportReason"), name: "reason", type: "textarea", rows: "3", required: true, hint: t("room.reportHint") });
  openDialog({
    title: t("room.reportTitle"),
    body: [h("blockquote", { class: "excerpt" }, h("bdi", {}, calm(line.by.name)), ": ", calm(line.text).slice(0, 200)), reason.element],
    actions: [
      { label: t("app.cancel"), kind: "quiet" },
      {
        label: t("room.reportSend"),
        run: async () => {
          if (!reason.input.value.trim()) {
            reason.problem(t("room.reportNeedsReason"));
            reason.input.focus();
            return false;
          }
          try {
            await app.api.post("/v1/reports", { room: room.id, message: line.seq, reason: reason.input.value.trim() });
          } catch (error) {
            reason.problem(app.say(error));
            return false;
          }
          app.toast(t("room.reported"));
        },
      },
    ],
  });
}
