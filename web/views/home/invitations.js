// Rooms that one is invited to, with yes and no.

import { fill, h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";

/** `{ element, load() }`. */
export function invitations(app) {
  const list = h("ul", { role: "list" });
  const element = h("section", { class: "invitations", "aria-label": t("home.invitations"), hidden: true }, list);
  let loading = false;

  async function load() {
    if (loading) return;
    loading = true;
    try {
      draw((await app.api.get("/v1/me/invitations")).invitations);
    } catch {
      // They come with the next connection; the list stays as it was.
    } finally {
      loading = false;
    }
  }

  function draw(all) {
    element.hidden = all.length === 0;
    fill(list, all.map(card));
  }

  function card({ room, by }) {
    const answer = (run) => async (event) => {
      event.currentTarget.closest("li").setAttribute("aria-busy", "true");
      try {
        await run();
      } catch (error) {
        app.toast(app.say(error));
      }
      await load();
    };
    const accept = answer(async () => {
      const joined = await app.api.put(`/v1/rooms/${room.id}/members/me`);
      app.house.addRoom(joined.room);
      app.go(app.link.room(room.id));
    });
    const decline = answer(async () => {
      await app.api.delete(`/v1/rooms/${room.id}/invitations/me`);
      app.announce(t("home.declined", { room: room.title }));
    });
    return h(
      "li",
      {},
      h("p", {}, by ? t("home.invitedBy", { name: by.name || by.username, room: room.title }) : t("home.invited", { room: room.title })),
      h(
        "div",
        {},
        h("button", { type: "button", class: "small", onclick: accept }, t("home.accept")),
        h("button", { type: "button", class: "quiet small", onclick: decline }, t("home.decline")),
      ),
    );
  }

  return { element, load };
}
