// Where somebody is logged in, and the end of it.

import { openDialog } from "../../parts/dialog.js";
import { fill, h } from "../../parts/dom.js";
import { t } from "../../words/words.js";
import { chip, loaded, moment, named } from "./pieces.js";

export function showSessions(app, person) {
  const place = h("div", { class: "admin-sessions" });
  let isOut = false;
  openDialog({
    title: t("admin.people.sessionsOf", { name: person.name }),
    body: [place],
    actions: [
      {
        label: t("admin.people.logOut"),
        kind: "plain danger",
        async run() {
          await app.api.delete(`/v1/people/${person.id}/sessions`);
          isOut = true;
        },
      },
      { label: t("app.done") },
    ],
    onclose: () => isOut && app.toast(t("admin.people.loggedOut", { name: person.name })),
  });
  loaded(app, place, () => app.api.get(`/v1/people/${person.id}/sessions`), ({ sessions }) => {
    if (sessions.length === 0) fill(place, h("p", { class: "hint" }, t("admin.people.noSessions")));
    else fill(place, h("ul", { class: "admin-list" }, sessions.map((session) => line(app, session))));
  });
}

function line(app, { kind, name, client, address, created_at, used_at, online }) {
  return h(
    "li",
    { class: "admin-row" },
    h(
      "div",
      { class: "admin-row-text" },
      h("p", { class: "admin-row-title" }, kind === "token" ? t("admin.people.sessionToken", { name: name ?? "" }) : named(client), online && chip(t("admin.people.sessionNow"), "good")),
      h("p", { class: "hint" }, named(address), " · ", t("admin.people.sessionUsed", { when: moment(app, used_at ?? created_at) })),
    ),
  );
}
