// Telling those who run the server that somebody, or something, is not right.

import { openDialog } from "../../parts/dialog.js";
import { h } from "../../parts/dom.js";
import { field } from "../../parts/field.js";
import { t } from "../../words/words.js";

const reasons = ["spam", "harassment", "impersonation", "illegal", "other"];

/** `about` is `{ person }` or `{ room, message }`. */
export function openReport(app, about) {
  const kind = field({
    label: t("people.reportWhy"),
    type: "select",
    value: "spam",
    options: reasons.map((reason) => [reason, t(`people.report.${reason}`)]),
  });
  const words = field({ label: t("people.reportWords"), type: "textarea", rows: "3", maxlength: "400" });
  const send = async () => {
    const said = words.input.value.trim();
    if (kind.input.value === "other" && !said) {
      words.problem(t("people.reportSay"));
      words.input.focus();
      return false;
    }
    const reason = [kind.input.value === "other" ? "" : t(`people.report.${kind.input.value}`), said].filter(Boolean).join(": ");
    await app.api.post("/v1/reports", { ...about, reason });
    app.toast(t("people.reported"));
  };
  openDialog({
    title: t("people.report"),
    body: [h("p", { class: "hint" }, t("people.reportHint")), kind.element, words.element],
    actions: [{ label: t("app.cancel"), kind: "quiet" }, { label: t("people.reportSend"), kind: "danger", run: send }],
  });
}
