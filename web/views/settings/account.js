// The account itself: password, a copy of everything, leaving, and the end.

import { openDialog } from "../../parts/dialog.js";
import { h } from "../../parts/dom.js";
import { field } from "../../parts/field.js";
import { onSubmit } from "../../parts/form.js";
import { revealable } from "../../parts/password.js";
import { t } from "../../words/words.js";
import { exportRow } from "./export.js";
import { loaded, outcome, part, section, toggle } from "./rows.js";

export function mount(app) {
  const { account } = app.house.me;
  const copy = exportRow(app);
  return {
    close: copy.close,
    element: section(
      t("settings.account"),
      part(
        null,
        null,
        h("dl", { class: "facts" }, [["entry.username", `@${account.username}`], ["entry.mail", account.mail]].map(([key, value]) => [h("dt", {}, t(key)), h("dd", {}, h("bdi", {}, value ?? "–"))])),
        h("div", { class: "choices start" }, h("button", { type: "button", class: "plain", onclick: () => leave(app) }, t("settings.logOut"))),
      ),
      part(t("settings.password"), t("settings.passwordHint"), passwordForm(app), scramRow(app)),
      part(t("settings.export"), t("settings.exportHint"), copy.element),
      part(t("settings.delete"), t("settings.deleteHint"), h("div", { class: "choices start" }, h("button", { type: "button", class: "plain danger", onclick: () => openDeletion(app) }, t("settings.delete")))),
    ),
  };
}

/** IRC clients may prove the password in place of sending it, for who wants that. */
function scramRow(app) {
  const load = () => app.api.get("/v1/me/scram");
  return loaded(load, ({ on }) =>
    toggle({
      label: t("settings.scram"),
      hint: t("settings.scramHint"),
      value: on,
      save: (isOn) => (isOn ? app.api.put("/v1/me/scram") : app.api.delete("/v1/me/scram")),
    }),
  );
}

async function leave(app) {
  try {
    await app.house.logOut();
  } catch (error) {
    app.toast(app.say(error));
  }
}

function passwordForm(app) {
  const minimum = app.house.server?.limits?.password_minimum_length ?? 8;
  const fields = {
    old: field({ label: t("settings.oldPassword"), name: "old", type: "password", autocomplete: "current-password", required: true }),
    new: field({ label: t("settings.newPassword"), name: "new", type: "password", hint: t("entry.passwordHint", { count: minimum }), autocomplete: "new-password", required: true }),
  };
  const said = outcome();
  // For password stores, which want to know whose it is.
  const who = h("input", { class: "unseen", name: "username", autocomplete: "username", value: app.house.me.account.username, readonly: true, tabindex: "-1", "aria-hidden": "true" });
  const form = h(
    "form",
    { class: "fields", novalidate: true },
    who,
    fields.old.element,
    fields.new.element,
    h("p", { class: "problem", role: "alert" }),
    h("div", { class: "choices start" }, h("button", { type: "submit" }, t("settings.changePassword")), said.element),
  );
  revealable(fields.old.input);
  revealable(fields.new.input);
  onSubmit(form, {
    fields,
    about: { bad_credentials: "old", password_invalid: "new" },
    says: { bad_credentials: t("settings.passwordWrong") },
    run: async (values) => {
      await app.api.put("/v1/me/password", values);
      form.reset();
      await said.of(() => {});
      app.toast(t("settings.passwordChanged"));
    },
  });
  return form;
}

function openDeletion(app) {
  const password = field({ label: t("entry.password"), type: "password", autocomplete: "current-password", required: true });
  const run = async () => {
    password.problem(password.input.value ? "" : t("app.needed"));
    if (!password.input.value) return false;
    app.parting = t("settings.deleted");
    try {
      await app.api.delete("/v1/me", { body: { password: password.input.value } });
    } catch (error) {
      app.parting = null;
      if (error.code !== "bad_credentials") throw error;
      password.problem(t("settings.passwordWrong"));
      password.input.focus();
      return false;
    }
    // The session went with the account; what is kept here goes with it.
    await app.house.logOut().catch((error) => console.error(error));
  };
  openDialog({
    title: t("settings.deleteTitle"),
    body: [h("p", {}, t("settings.deleteText")), password.element],
    actions: [{ label: t("app.cancel"), kind: "quiet" }, { label: t("settings.deleteForGood"), kind: "danger", run }],
  });
  password.input.focus();
}
