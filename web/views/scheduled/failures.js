// Says it, wherever one is, when a scheduled message could not be sent.

import { t } from "../../words/words.js";

/** Gives what stops it. */
export function sayFailures(app) {
  return app.house.on("told", ({ body }) => {
    if (body?.what !== "scheduled_failed") return;
    app.toast(t("compose.scheduled.missed"), { label: t("compose.later.see"), run: () => app.go(app.link.scheduled()) });
  });
}
