// Sending at another time: the menu beside the send button, and the dialog in which one chooses a time.

import { faultOf, instantOf, usualTimes, wallTime, zoneOf } from "../../models/send-times.js";
import { openDialog } from "../../parts/dialog.js";
import { h } from "../../parts/dom.js";
import { field } from "../../parts/field.js";
import { openMenu } from "../../parts/menu.js";
import { currentLanguage, t } from "../../words/words.js";

/** A zone and how to say a time in it: in full, or `time` and `date` alone. */
export function clockOf(app) {
  const zone = zoneOf(app.house.me.profile?.time_zone);
  const choice = app.prefs.get("clock");
  const hour12 = choice === "12" ? true : choice === "24" ? false : undefined;
  const isElsewhere = zone !== zoneOf(null);
  const time = { hour: "numeric", minute: "2-digit", hour12, timeZone: zone, timeZoneName: isElsewhere ? "short" : undefined };
  const date = { day: "numeric", month: "short" };
  const said = (parts) => {
    const format = new Intl.DateTimeFormat(currentLanguage(), parts);
    return (at) => format.format(at);
  };
  return { zone, say: said({ weekday: "short", ...date, ...time }), sayDate: said({ ...date, ...time }), sayTime: said(time) };
}

/**
 * The menu at `anchor`. `schedule(at)` is called with the time; what it throws is said. `more` are further items; with
 * nothing to send yet there are no times.
 */
export function openSendLater(app, anchor, { isEmpty, more, schedule }) {
  const { zone, say, sayDate, sayTime } = clockOf(app);
  const scheduleAt = async (at) => {
    await schedule(at);
    app.toast(t("compose.later.done", { time: say(at) }), { label: t("compose.later.see"), run: () => app.go(app.link.scheduled()) });
  };
  const run = (at) => scheduleAt(at).catch((error) => app.toast(app.say(error)));
  const usual = usualTimes(Date.now(), zone).map(({ what, at }) => ({
    label: t(`compose.later.${what}`, { time: what === "monday" ? sayDate(at) : sayTime(at) }),
    icon: "clock",
    run: () => run(at),
  }));
  const choose = {
    label: t("compose.later.choose"),
    icon: "edit",
    run: () => chooseTime(app, { run: scheduleAt, label: t("compose.later.schedule") }),
  };
  const all = { label: t("compose.later.all"), icon: "forward", run: () => app.go(app.link.scheduled()) };
  openMenu(anchor, [...(isEmpty ? [] : [...usual, choose, null]), all, ...more], t("compose.later"));
}

/** Asks for a time. `run(at)` may give a promise; what it throws is said in the dialog. */
export function chooseTime(app, { at = Date.now() + 3_600_000, label, run }) {
  const { zone } = clockOf(app);
  const now = Date.now();
  const input = field({
    label: t("compose.when.choose"),
    name: "at",
    type: "datetime-local",
    value: wallTime(Math.max(at, now + 60_000), zone),
    min: wallTime(now, zone),
    required: true,
    hint: t("compose.when.zone", { zone: zone.replaceAll("_", " ") }),
  });
  openDialog({
    title: t("compose.later"),
    body: [h("div", {}, input.element)],
    actions: [
      { label: t("app.cancel"), kind: "quiet" },
      {
        label,
        run: async () => {
          const chosen = instantOf(input.input.value, zone);
          const fault = faultOf(chosen, Date.now());
          input.problem(fault ? t(`compose.when.${fault}`) : "");
          if (fault) return false;
          await run(chosen);
        },
      },
    ],
  });
}
