// The dialog that changes a message that waits to be sent: its text and its time.

import { byteCount, sendable } from "../../models/draft-text.js";
import { faultOf, instantOf, wallTime } from "../../models/send-times.js";
import { openDialog } from "../../parts/dialog.js";
import { field } from "../../parts/field.js";
import { t } from "../../words/words.js";
import { clockOf } from "../compose/send-later.js";

/** `done()` is called when it was changed. One that failed is tried again at its new time. */
export function changeScheduled(app, entry, done) {
  const { zone } = clockOf(app);
  const now = Date.now();
  const text = field({ label: t("compose.scheduled.text"), name: "text", type: "textarea", rows: "6", value: entry.text, dir: "auto" });
  const when = field({
    label: t("compose.when.choose"),
    name: "at",
    type: "datetime-local",
    value: wallTime(Math.max(entry.at, now + 60_000), zone),
    min: wallTime(now, zone),
    hint: t("compose.when.zone", { zone: zone.replaceAll("_", " ") }),
  });
  const shown = when.input.value;

  const save = async () => {
    const limit = app.house.server.limits.message_bytes;
    const changed = sendable(text.input.value);
    const bytes = byteCount(changed);
    text.problem(!changed ? t("app.needed") : bytes > limit ? t("compose.tooLong", { bytes, limit }) : "");
    // The field has no seconds: a time that was left alone stays as it is.
    const isLeftAlone = when.input.value === shown && entry.at > Date.now();
    const at = isLeftAlone ? entry.at : instantOf(when.input.value, zone);
    const fault = faultOf(at, Date.now());
    when.problem(fault ? t(`compose.when.${fault}`) : "");
    if (!changed || bytes > limit) text.input.focus();
    else if (fault) when.input.focus();
    if (!changed || bytes > limit || fault) return false;
    await app.api.patch(`/v1/me/scheduled/${entry.id}`, { text: changed, at });
    done();
  };

  openDialog({
    title: t("compose.scheduled.change"),
    body: [text.element, when.element],
    actions: [{ label: t("app.cancel"), kind: "quiet" }, { label: t("app.save"), run: save }],
  });
}
