// Tells the moderators about a message.

import { calm } from "../../models/inline.js";
import { openDialog } from "../../parts/dialog.js";
import { h } from "../../parts/dom.js";
import { field } from "../../parts/field.js";
import { t } from "../../words/words.js";

export async function report(app, room, line) {
  const reason = field({ label: t("room.report-reason"), name: "reason", type: "textarea", rows: "3", required: true, hint: t("room.report-hint") });
  openDialog({
    title: t("room.report-title"),
    body: [h("blockquote", { class: "excerpt" }, h("bdi", {}, calm(line.by.name)), ": ", calm(line.text).slice(0, 200)), reason.element],
    actions: [
      { label: t("app.cancel"), kind: "quiet" },
      {
        label: t("room.report-send"),
        run: async () => {
          if (!reason.input.value.trim()) {
            reason.problem(t("room.report-needs-reason"));
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
