// Everybody with an account: found, added, given a role, locked out, removed.

import { avatar } from "../../parts/avatar.js";
import { fill, h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";
import { addPerson, changeRole, newPassword, removePerson, setActive } from "./person.js";
import { showSessions } from "./sessions.js";
import { empty, loaded, named, chip, row, searchField } from "./pieces.js";

const page = 50;

export function open(app) {
  const list = h("ul", { class: "admin-list" });
  const more = h("div", { class: "admin-more" });
  const place = h("div", {}, list, more);
  let sought = "";

  const ask = (after) => app.api.get("/v1/people", { q: sought || undefined, after, limit: page });
  const search = () => {
    loaded(app, place, () => ask(), ({ people, next }) => {
      fill(place, list, more);
      fill(list, people.map(line));
      if (people.length === 0) fill(place, empty("person", t("admin.people.none"), t("admin.people.noneWhy")));
      else follow(next);
      app.announce(t("admin.people.found", { count: people.length }));
    });
  };
  const follow = (next) => {
    const button = h("button", { type: "button", class: "plain" }, t("admin.more"));
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        const answer = await ask(next);
        if (!button.isConnected) return; // Something else was sought meanwhile.
        const lines = answer.people.map(line);
        list.append(...lines);
        follow(answer.next);
        lines[0]?.querySelector("button")?.focus();
      } catch (error) {
        button.disabled = false;
        app.toast(app.say(error));
      }
    });
    fill(more, next && button);
  };
  const line = (account) => personLine(app, account);

  search();
  const add = h("button", { type: "button", onclick: () => addPerson(app, search) }, icon("add", 18), t("admin.people.add"));
  const field = searchField(t("admin.people.search"), (text) => {
    sought = text;
    search();
  });
  return { element: h("div", { class: "fields" }, h("div", { class: "admin-tools" }, field, add), place) };
}

function personLine(app, account) {
  let person = account;
  const changed = (account) => {
    person = { ...person, ...account };
    line.draw();
  };
  const items = () => [
    { label: t("admin.people.role"), icon: "shield", run: () => changeRole(app, person, changed) },
    { label: t("admin.people.newPassword"), icon: "key", run: () => newPassword(app, person) },
    { label: t("admin.people.sessions"), icon: "device", run: () => showSessions(app, person) },
    null,
    person.state === "deactivated"
      ? { label: t("admin.people.reactivate"), icon: "check", run: () => setActive(app, person, true, changed) }
      : { label: t("admin.people.deactivate"), icon: "lock", run: () => setActive(app, person, false, changed) },
    {
      label: t("admin.people.remove"),
      icon: "trash",
      kind: "danger",
      run: () =>
        removePerson(app, person, () => {
          const next = line.element.nextElementSibling ?? line.element.previousElementSibling;
          line.element.remove();
          next?.querySelector("a")?.focus();
        }),
    },
  ];
  const line = row({
    label: t("admin.people.actions", { name: person.name }),
    content: () => ({
      lead: avatar(person, 40, { presence: person.state !== "deactivated" }),
      title: h("a", { href: app.link.person(person.id) }, named(person.name)),
      chips: [
        person.role !== "member" && chip(t(`admin.role.${person.role}`), person.role === "guest" ? "" : "accent"),
        person.state === "deactivated" && chip(t("admin.people.deactivated"), "warn"),
        person.id === app.house.me.account.id && chip(t("admin.you")),
      ],
      notes: [h("span", { dir: "ltr" }, `@${person.username}${hasMail(person) ? ` · ${person.mail}` : ""}`)],
    }),
    items: () => (mayManage(app, person) ? items() : []),
  });
  return line.element;
}

/** Where there is none, a number stands in its place. */
const hasMail = ({ mail }) => mail?.includes("@");

/** Owners everybody, admins members and guests; oneself elsewhere. */
function mayManage(app, person) {
  const me = app.house.me.account;
  if (person.id === me.id) return false;
  return me.role === "owner" || person.role === "member" || person.role === "guest";
}
