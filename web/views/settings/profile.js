// How others see one: picture, name, words about oneself, status, presence.

import { h } from "../../parts/dom.js";
import { field } from "../../parts/field.js";
import { onSubmit } from "../../parts/form.js";
import { t } from "../../words/words.js";
import { pictureRow } from "./picture.js";
import { choice, outcome, part, section } from "./rows.js";

const presences = ["online", "away", "dnd", "invisible"];

export function mount(app) {
  const { house } = app;
  const { profile } = house.me;
  return {
    element: section(
      t("settings.profile"),
      part(null, null, pictureRow(app)),
      part(t("settings.about"), null, wordsForm(app)),
      part(
        t("settings.presence"),
        null,
        statusRow(app),
        choice({
          label: t("settings.seenAs"),
          hint: t("settings.seenAsHint"),
          options: presences.map((name) => [name, t(`settings.presence.${name}`)]),
          value: profile.presence,
          save: (presence) => house.changeProfile({ presence }),
        }),
      ),
    ),
  };
}

function wordsForm(app) {
  const { account, profile } = app.house.me;
  const limits = app.house.server?.limits ?? {};
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = [...new Set([profile.time_zone, here, ...Intl.supportedValuesOf("timeZone")].filter(Boolean))];
  const fields = {
    name: field({ label: t("settings.name"), name: "name", value: account.name, maxlength: limits.display_name_length, autocomplete: "name", required: true, dir: "auto" }),
    pronouns: field({ label: t("settings.pronouns"), name: "pronouns", value: profile.pronouns, maxlength: limits.pronouns_length, hint: t("settings.pronounsHint"), autocomplete: "off", dir: "auto" }),
    about: field({ label: t("settings.aboutMe"), name: "about", type: "textarea", value: profile.about, rows: 4, maxlength: limits.about_length, dir: "auto" }),
    homepage: field({ label: t("settings.homepage"), name: "homepage", type: "url", value: profile.homepage, maxlength: 200, placeholder: "https://", autocomplete: "url", dir: "ltr" }),
    time_zone: field({
      label: t("settings.timeZone"),
      name: "time_zone",
      type: "select",
      value: profile.time_zone,
      hint: t("settings.timeZoneHint"),
      options: [["", t("settings.timeZoneNone")], ...zones.map((zone) => [zone, zone === here ? t("settings.timeZoneHere", { zone }) : zone.replaceAll("_", " ")])],
    }),
  };
  const said = outcome();
  const form = h(
    "form",
    { class: "fields", novalidate: true },
    Object.values(fields).map(({ element }) => element),
    h("p", { class: "problem", role: "alert" }),
    h("div", { class: "choices start" }, h("button", { type: "submit" }, t("app.save")), said.element),
  );
  onSubmit(form, {
    fields,
    about: { name_invalid: "name", text_invalid: "homepage", too_large: "homepage" },
    run: async (values) => {
      await app.house.changeProfile(values);
      await said.of(() => {});
    },
  });
  return form;
}

function statusRow(app) {
  const { house } = app;
  const shown = h("p", { class: "hint", dir: "auto" });
  const button = h("button", { type: "button", class: "plain" });
  const draw = () => {
    const { status } = house.me.profile;
    shown.textContent = status ? `${status.emoji} ${status.text}`.trim() : t("settings.noStatus");
    button.textContent = t(status ? "settings.changeStatus" : "settings.setStatus");
  };
  button.addEventListener("click", async () => {
    try {
      const { openStatus } = await import("../home/status.js");
      await openStatus(app);
      draw();
    } catch (error) {
      app.toast(app.say(error));
    }
  });
  draw();
  return h("div", { class: "settings-row" }, h("div", {}, h("b", {}, t("settings.status")), shown), button);
}
