// What owners set while the server runs: its name, and who may make an account.

import { fill, h } from "../../parts/dom.js";
import { field } from "../../parts/field.js";
import { onSubmit } from "../../parts/form.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";
import { choices, loaded } from "./pieces.js";

const ways = { open: "entry.wayOpen", link: "entry.wayLink", closed: "entry.wayClosed" };

export function open(app) {
  const place = h("div", {});
  const isOwner = app.house.me.account.role === "owner";
  loaded(app, place, () => app.api.get("/v1/server/settings"), (settings) => fill(place, form(app, settings, isOwner)));
  const note = !isOwner && h("div", { class: "note" }, icon("lock"), h("p", {}, t("admin.settings.ownersOnly")));
  return { element: h("div", { class: "fields" }, note, place) };
}

function form(app, settings, isOwner) {
  const name = field({ label: t("entry.serverName"), value: settings.name, required: true, maxlength: 64, dir: "auto", disabled: !isOwner });
  const domains = field({
    type: "textarea",
    label: t("admin.settings.domains"),
    hint: t("admin.settings.domainsHint"),
    value: settings.mail_domains.join("\n"),
    rows: 3,
    dir: "ltr",
    spellcheck: "false",
    disabled: !isOwner,
  });
  const registration = choices(
    t("entry.ways"),
    Object.entries(ways).map(([value, key]) => [
      value,
      value === settings.started_with ? [t(key), " ", h("span", { class: "admin-chip" }, t("admin.settings.asStarted"))] : t(key),
      t(`${key}Hint`),
    ]),
    settings.registration,
  );
  const guests = field({ type: "checkbox", label: t("admin.settings.guests"), hint: t("admin.settings.guestsHint"), value: settings.guests, disabled: !isOwner });
  const done = h("p", { class: "hint", role: "status" });
  const element = h(
    "form",
    { class: "fields admin-settings", novalidate: true },
    name.element,
    registration.element,
    domains.element,
    guests.element,
    h("p", { class: "problem", role: "alert" }),
    isOwner && h("div", { class: "admin-save" }, h("button", { type: "submit" }, t("app.save")), done),
  );
  if (!isOwner) for (const input of element.querySelectorAll("input")) input.disabled = true;
  element.addEventListener("input", () => (done.textContent = ""));
  onSubmit(element, {
    fields: { name, domains },
    about: { name_invalid: "name", mail_invalid: "domains" },
    async run(values) {
      const change = {
        name: values.name,
        registration: registration.value,
        guests: guests.input.checked,
        mail_domains: values.domains.split(/[\s,;]+/).map((one) => one.replace(/^@/, "")).filter(Boolean),
      };
      const kept = await app.api.patch("/v1/server/settings", change);
      name.input.value = kept.name;
      domains.input.value = kept.mail_domains.join("\n");
      if (app.house.server) Object.assign(app.house.server, { name: kept.name, registration: kept.registration });
      app.retitle?.();
      done.textContent = t("app.saved");
    },
  });
  return element;
}
