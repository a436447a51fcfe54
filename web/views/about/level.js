// How much of a room notifies, and until when nothing does.

import { openDialog } from "../../parts/dialog.js";
import { h } from "../../parts/dom.js";
import { momentText } from "../room/when.js";
import { t } from "../../words/words.js";

export const levels = ["all", "mentions", "none"];
const spans = { hour: 3_600_000, eight_hours: 28_800_000, day: 86_400_000, week: 604_800_000 };

/** The fields and what saves them: `{ elements, save() }`. */
export async function levelFields(app, room) {
  const { notifications } = await app.api.get(`/v1/rooms/${room.id}/notifications`);
  const usual = notifications.usual ?? (room.kind === "channel" ? "mentions" : "all");
  const group = `level-${room.id}-${Math.random().toString(36).slice(2)}`;
  const choice = (value, text, hint) =>
    h(
      "label",
      { class: "radio" },
      h("input", { type: "radio", name: group, value, checked: (notifications.level ?? "usual") === value }),
      h("span", {}, text, hint && h("span", { class: "hint" }, hint)),
    );
  const radios = h(
    "fieldset",
    { class: "radios" },
    h("legend", {}, t("about.level")),
    choice("usual", t("about.level.usual"), t(`about.level.${usual}`)),
    levels.map((level) => choice(level, t(`about.level.${level}`))),
  );
  const muted = notifications.muted_until > Date.now() ? notifications.muted_until : null;
  const select = h(
    "select",
    {},
    h("option", { value: "never" }, t("about.notMuted")),
    muted && h("option", { value: "keep", selected: true }, t("about.mutedUntil", { when: momentText(app, muted) })),
    Object.keys(spans).map((span) => h("option", { value: span }, t(`about.mute.${span}`))),
  );
  const until = h("label", { class: "field" }, h("span", {}, t("about.mute")), select);
  const save = async () => {
    const level = radios.querySelector("input:checked").value;
    const end = { never: null, keep: muted }[select.value];
    await app.house.setNotifications(room, {
      level: level === "usual" ? null : level,
      muted_until: end === undefined ? Date.now() + spans[select.value] : end,
    });
  };
  return { elements: [radios, until], radios, select, save };
}

export async function openLevel(app, room) {
  try {
    const { elements, save } = await levelFields(app, room);
    openDialog({
      title: t("about.levelTitle", { room: room.title }),
      body: elements,
      actions: [{ label: t("app.cancel"), kind: "quiet" }, { label: t("app.save"), run: save }],
    });
  } catch (error) {
    app.toast(app.say(error));
  }
}
