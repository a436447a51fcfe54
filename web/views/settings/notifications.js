// What notifies one, when, and how.

import { h } from "../../parts/dom.js";
import { openMenu } from "../../parts/menu.js";
import { currentLanguage, t } from "../../words/words.js";
import { choice, loaded, outcome, part, section, toggle } from "./rows.js";

export function mount(app) {
  const load = async () => (await app.api.get("/v1/me/notifications")).notifications;
  return {
    element: section(
      t("settings.notifications"),
      loaded(load, (held) => account(app, held)),
      part(t("settings.onThisDeviceTitle"), null, desktopRow(app), soundRow(app)),
    ),
  };
}

/** What holds on all of one's devices. The whole of it is sent each time. */
function account(app, held) {
  let last = Promise.resolve();
  const put = async (changes) => {
    ({ notifications: held } = await app.api.put("/v1/me/notifications", { ...pick(held), ...changes }));
  };
  // One after the other, so that none takes back what another one set.
  const save = (changes) => (last = last.catch(() => {}).then(() => put(changes)));
  return [
    part(
      null,
      null,
      choice({
        label: t("settings.level"),
        hint: t("settings.levelHint"),
        options: ["usual", "all", "mentions", "none"].map((level) => [level, t(`settings.level.${level}`)]),
        value: held.level ?? "usual",
        save: (level) => save({ level: level === "usual" ? null : level }),
      }),
      disturbRow(() => held, save),
    ),
    part(t("settings.quiet"), t("settings.quietHint"), ...quietRows(() => held, save)),
  ];
}

const pick = ({ level, muted_until, quiet }) => ({ level: level ?? null, muted_until: muted_until > Date.now() ? muted_until : null, quiet: quiet ?? null });

function disturbRow(held, save) {
  const said = outcome();
  const text = h("p", { class: "hint" });
  const button = h("button", { type: "button", class: "plain", "aria-haspopup": "menu" });
  const draw = () => {
    const until = held().muted_until;
    const isOn = until > Date.now();
    const shown = isOn && new Intl.DateTimeFormat(currentLanguage(), { dateStyle: "medium", timeStyle: "short" }).format(until);
    text.textContent = isOn ? t("settings.disturbUntil", { until: shown }) : t("settings.disturbHint");
    button.textContent = t(isOn ? "settings.disturbEnd" : "settings.disturbBegin");
  };
  const until = (time) => said.of(async () => {
    await save({ muted_until: time });
    draw();
  });
  button.addEventListener("click", () => {
    if (held().muted_until > Date.now()) return until(null);
    const choices = [["hour", hence(1)], ["fourHours", hence(4)], ["tomorrow", morning(1)], ["week", morning(7)]];
    openMenu(button, choices.map(([name, time]) => ({ label: t(`settings.for.${name}`), icon: "clock", run: () => until(time) })), t("settings.disturb"));
  });
  draw();
  return h("div", { class: "settings-row" }, h("div", {}, h("b", {}, t("settings.disturb")), text, said.element), button);
}

const hence = (hours) => Date.now() + hours * 3_600_000;

/** Eight in the morning, so many days from now. */
function morning(days) {
  const time = new Date();
  time.setDate(time.getDate() + days);
  return time.setHours(8, 0, 0, 0);
}

function quietRows(held, save) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const said = outcome();
  const clock = (label, minutes) => h("input", { type: "time", value: clockOf(minutes), required: true, "aria-label": label });
  const from = clock(t("settings.quietFrom"), held().quiet?.from ?? 22 * 60);
  const to = clock(t("settings.quietTo"), held().quiet?.to ?? 7 * 60);
  const quiet = () => ({ from: minutesOf(from.value), to: minutesOf(to.value), zone });
  const keep = () => from.value && to.value && said.of(() => save({ quiet: quiet() }));
  for (const input of [from, to]) input.addEventListener("change", keep);
  const times = h("div", { class: "settings-row wrap" }, h("div", { class: "times" }, from, h("span", {}, "–"), to), h("p", { class: "hint" }, t("settings.quietZone", { zone: held().quiet?.zone ?? zone })), said.element);
  times.hidden = !held().quiet;
  const row = toggle({
    label: t("settings.quietOn"),
    value: Boolean(held().quiet),
    save: async (isOn) => {
      await save({ quiet: isOn ? quiet() : null });
      times.hidden = !isOn;
    },
  });
  return [row, times];
}

const clockOf = (minutes) => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
const minutesOf = (text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));

/** Asked for only when it is wanted; what the browser or the person said no to is told. */
function desktopRow(app) {
  const isThere = "Notification" in globalThis && globalThis.isSecureContext;
  const isDenied = isThere && Notification.permission === "denied";
  const row = toggle({
    label: t("settings.desktop"),
    hint: t(!isThere ? "settings.desktopMissing" : isDenied ? "settings.desktopDenied" : "settings.desktopHint"),
    value: isThere && Notification.permission === "granted" && app.prefs.get("desktop"),
    save: async (isOn) => {
      if (isOn && (await Notification.requestPermission()) !== "granted") throw new Error(t("settings.desktopDenied"));
      app.prefs.set("desktop", isOn);
    },
  });
  row.input.disabled = !isThere || isDenied;
  return row;
}

const soundRow = (app) =>
  toggle({ label: t("settings.sound"), hint: t("settings.soundHint"), value: app.prefs.get("sound"), save: (isOn) => app.prefs.set("sound", isOn) });
