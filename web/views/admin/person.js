// What one does to an account, each in a dialog that says what will happen.

import { madeUpPassword } from "../../models/secret.js";
import { copyable } from "../../parts/copy.js";
import { confirmed, openDialog } from "../../parts/dialog.js";
import { h } from "../../parts/dom.js";
import { field } from "../../parts/field.js";
import { t } from "../../words/words.js";
import { choices } from "./pieces.js";

const cancel = () => ({ label: t("app.cancel"), kind: "quiet" });

/** What is told now and never again. */
function tellOnce({ title, text, entries, onclose }) {
  openDialog({
    title,
    body: [
      h("p", {}, text),
      ...entries.map(([label, value]) => h("div", { class: "field" }, h("p", { class: "admin-label" }, label), copyable(value, label))),
    ],
    actions: [{ label: t("app.done") }],
    onclose,
  });
}

const rolesOf = (app) => (app.house.me.account.role === "owner" ? ["owner", "admin", "member", "guest"] : ["member", "guest"]);

const roleChoices = (app, role) =>
  choices(
    t("admin.people.role"),
    rolesOf(app).map((one) => [one, t(`admin.role.${one}`), t(`admin.roleHint.${one}`)]),
    role,
  );

export function addPerson(app, added) {
  const name = field({ label: t("admin.people.name"), name: "name", autocomplete: "off", dir: "auto" });
  const username = field({ label: t("admin.people.username"), name: "username", autocomplete: "off", autocapitalize: "none", spellcheck: "false", dir: "auto" });
  const mail = field({ label: t("admin.people.mail"), name: "mail", type: "email", autocomplete: "off", hint: t("admin.people.mailHint"), dir: "ltr" });
  const role = roleChoices(app, "member");
  let made = null;
  openDialog({
    title: t("admin.people.add"),
    body: [h("p", { class: "hint" }, t("admin.people.addHint")), name.element, username.element, mail.element, role.element],
    actions: [
      cancel(),
      {
        label: t("admin.people.addDo"),
        async run() {
          const form = { role: role.value };
          for (const [key, { input }] of Object.entries({ name, username, mail })) {
            if (input.value.trim()) form[key] = input.value.trim();
          }
          username.problem(form.username || form.mail ? "" : t("admin.people.needsName"));
          if (!form.username && !form.mail) {
            username.input.focus();
            return false;
          }
          made = await app.api.post("/v1/people", form);
        },
      },
    ],
    onclose() {
      if (!made) return;
      tellOnce({
        title: t("admin.people.added", { name: made.account.name }),
        text: t("admin.people.addedText"),
        entries: [
          [t("admin.people.username"), made.account.username],
          [t("admin.people.password"), made.password],
        ],
        onclose: added,
      });
    },
  });
}

export function changeRole(app, person, changed) {
  const role = roleChoices(app, person.role);
  openDialog({
    title: t("admin.people.roleOf", { name: person.name }),
    body: [role.element],
    actions: [
      cancel(),
      {
        label: t("app.save"),
        async run() {
          const { account } = await app.api.patch(`/v1/people/${person.id}`, { role: role.value });
          changed(account);
          app.toast(t("admin.people.roleSet", { name: person.name, role: t(`admin.role.${account.role}`) }));
        },
      },
    ],
  });
}

export function newPassword(app, person) {
  const password = madeUpPassword();
  let isSet = false;
  openDialog({
    title: t("admin.people.passwordOf", { name: person.name }),
    body: [h("p", {}, t("admin.people.passwordText"))],
    actions: [
      cancel(),
      {
        label: t("admin.people.newPassword"),
        async run() {
          await app.api.patch(`/v1/people/${person.id}`, { password });
          isSet = true;
        },
      },
    ],
    onclose() {
      if (!isSet) return;
      tellOnce({
        title: t("admin.people.passwordIs", { name: person.name }),
        text: t("admin.people.addedText"),
        entries: [[t("admin.people.password"), password]],
      });
    },
  });
}

export async function setActive(app, person, active, changed) {
  const isSure =
    active ||
    (await confirmed({
      title: t("admin.people.deactivateOf", { name: person.name }),
      text: t("admin.people.deactivateText"),
      yes: t("admin.people.deactivate"),
    }));
  if (!isSure) return;
  try {
    const { account } = await app.api.patch(`/v1/people/${person.id}`, { active });
    changed(account);
    const undo = { label: t("app.undo"), run: () => setActive(app, person, true, changed) };
    app.toast(t(active ? "admin.people.isReactivated" : "admin.people.isDeactivated", { name: person.name }), active ? null : undo);
  } catch (error) {
    app.toast(app.say(error));
  }
}

/** Not undone by anybody, so the name has to be typed. */
export function removePerson(app, person, removed) {
  const name = field({
    label: t("admin.typeName", { name: person.username }),
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    dir: "auto",
  });
  let isGone = false;
  openDialog({
    title: t("admin.people.removeOf", { name: person.name }),
    body: [h("p", {}, t("admin.people.removeText")), name.element],
    actions: [
      cancel(),
      {
        label: t("admin.people.remove"),
        kind: "danger",
        async run() {
          const isMeant = name.input.value.trim().replace(/^@/, "").toLowerCase() === person.username.toLowerCase();
          name.problem(isMeant ? "" : t("admin.typeNameWrong"));
          if (!isMeant) {
            name.input.focus();
            return false;
          }
          await app.api.delete(`/v1/people/${person.id}`);
          isGone = true;
        },
      },
    ],
    onclose() {
      if (!isGone) return;
      removed();
      app.toast(t("admin.people.removed", { name: person.name }));
    },
  });
}
