// Asking people into a room.

import { openDialog } from "../../parts/dialog.js";
import { h } from "../../parts/dom.js";
import { field } from "../../parts/field.js";
import { t } from "../../words/words.js";
import { picker } from "../people/picker.js";

export function openInvite(app, room, done = () => {}) {
  const isGroup = room.kind === "group";
  const who = picker(
    app,
    {
      label: t("about.who"),
      without: [app.house.me.account.id, ...(room.members?.keys?.() ?? [])],
      onchange: () => who.problem(""),
    },
  );
  // Who manages the server's people may put them in, as guests have to be.
  const manages = !isGroup && ["owner", "admin"].includes(app.house.me.account.role);
  const atOnce = manages && field({ label: t("about.atOnce"), hint: t("about.atOnceHint"), type: "checkbox" });
  const ask = async () => {
    const people = who.people;
    if (people.length === 0) {
      who.problem(t("people.chooseSomebody"));
      return false;
    }
    const putsIn = isGroup || (atOnce && atOnce.input.checked);
    // One after the other: who was asked stays asked when a later one is refused.
    for (const person of people) {
      if (putsIn) await app.api.put(`/v1/rooms/${room.id}/members/${person.id}`, {});
      else await app.api.post(`/v1/rooms/${room.id}/invitations`, { person: person.id });
    }
    app.toast(t(putsIn ? "about.addedPeople" : "about.invitedPeople", { count: people.length }));
    done();
  };
  openDialog({
    title: t(isGroup ? "about.addPeople" : "about.inviteTitle", { room: room.title }),
    body: [
      h("p", { class: "hint" }, t(isGroup ? "about.addPeopleHint" : "about.inviteHint")),
      who.element,
      atOnce && atOnce.element,
    ],
    actions: [{ label: t("app.cancel"), kind: "quiet" }, { label: t(isGroup ? "about.addPeople" : "about.invite"), run: ask }],
  });
  who.input.focus();
}
