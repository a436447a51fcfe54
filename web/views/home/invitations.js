// Rooms that one is invited to, with yes and no.

import { fill, h } from "../../parts/dom.js";
import { t } from "../../words/words.js";

/** `{ element, draw() }`. */
export function invitations(app) {
  const list = h("ul", { role: "list" });
  const element = h("section", { class: "invitations", "aria-label": t("home.invitations"), hidden: true }, list);

  function draw() {
    const all = app.house.invitations;
    element.hidden = all.length === 0;
    fill(list, all.map(card));
  }

  function card({ room, by }) {
    const answer = (run) => async (event) => {
      const card = event.currentTarget.closest("li");
      card.setAttribute("aria-busy", "true");
      try {
        await run();
        await app.house.refreshInvitations();
      } catch (error) {
        card.removeAttribute("aria-busy");
        app.toast(app.say(error));
      }
    };
    const accept = answer(async () => {
      await app.house.join(room.id);
      app.go(app.link.room(room.id));
    });
    const decline = answer(async () => {
      await app.api.delete(`/v1/rooms/${room.id}/invitations/me`);
      app.announce(t("home.declined", { room: room.title }));
    });
    return h(
      "li",
      {},
      h(
        "p",
        {},
        by ? t("home.invitedBy", { name: by.name || by.username, room: room.title }) : t("home.invited", { room: room.title }),
      ),
      h(
        "div",
        {},
        h("button", { type: "button", class: "small", onclick: accept }, t("home.accept")),
        h("button", { type: "button", class: "quiet small", onclick: decline }, t("home.decline")),
      ),
    );
  }

  return { element, draw };
}
