// One's status: a few words, a sign, and when it goes by itself.

import { openDialog } from "../../parts/dialog.js";
import { h } from "../../parts/dom.js";
import { field } from "../../parts/field.js";
import { t } from "../../words/words.js";

const offers = [
  ["💬", "meeting", "hour"],
  ["🍽️", "lunch", "hour"],
  ["🚆", "commuting", "hour"],
  ["🎧", "focus", "four_hours"],
  ["🤒", "sick", "today"],
  ["🌴", "holiday", "never"],
];

/** When a choice of how long is over, in milliseconds; null for never. */
export function endOf(choice, now = new Date()) {
  const minutes = { half_hour: 30, hour: 60, four_hours: 240 }[choice];
  if (minutes) return now.getTime() + minutes * 60_000;
  const end = new Date(now);
  end.setHours(24, 0, 0, 0);
  if (choice === "today") return end.getTime();
  if (choice === "week") {
    end.setDate(end.getDate() + 6);
    return end.getTime();
  }
  return null;
}

/** Resolves when the dialog has gone. */
export function openStatus(app) {
  const status = app.house.me.profile.status;
  const emoji = field({ label: t("home.statusEmoji"), value: status?.emoji ?? "", size: "4", autocomplete: "off" });
  const text = field(
    { label: t("home.statusText"), value: status?.text ?? "", maxlength: "100", autocomplete: "off", autofocus: true },
  );
  const until = field({
    label: t("home.statusUntil"),
    type: "select",
    value: status?.until ? "keep" : "never",
    options: [
      ...(status?.until ? [["keep", t("home.untilAsItIs")]] : []),
      ...["never", "half_hour", "hour", "four_hours", "today", "week"].map((choice) => [choice, t(`home.until.${choice}`)]),
    ],
  });
  const take = ([sign, key, choice]) => {
    emoji.input.value = sign;
    text.input.value = t(`home.status.${key}`);
    until.input.value = choice;
  };
  const quick = offers.map((offer) => h(
    "button",
    { type: "button", class: "token", onclick: () => take(offer) },
    offer[0],
    " ",
    t(`home.status.${offer[1]}`),
  ));
  const save = () => {
    const words = { text: text.input.value.trim(), emoji: emoji.input.value.trim() };
    if (!words.text && !words.emoji) return clear();
    const end = until.input.value === "keep" ? status.until : endOf(until.input.value);
    return app.house.changeProfile({ status: end ? { ...words, until: end } : words });
  };
  const clear = () => app.house.changeProfile({ status: null });
  return new Promise((resolve) => {
    openDialog({
      title: t("home.setStatus"),
      body: [
        h("div", { class: "tokens" }, quick),
        h("div", { class: "status-fields" }, emoji.element, text.element),
        until.element,
      ],
      actions: [
        { label: t("app.cancel"), kind: "quiet" },
        ...(status ? [{ label: t("home.clearStatus"), kind: "quiet", run: clear }] : []),
        { label: t("app.save"), run: save },
      ],
      onclose: resolve,
    });
  });
}
