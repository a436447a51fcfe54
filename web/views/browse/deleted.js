// Deleted rooms that one may bring back, for as long as they are kept.

import { fill, h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { currentLanguage, t } from "../../words/words.js";

/** A folded list; hidden while there is none. */
export function deletedRooms(app) {
  const list = h("ul", { role: "list", class: "room-cards" });
  const element = h("details", { class: "deleted", hidden: true }, h("summary", {}, t("browse.deleted")), list);
  const calendar = new Intl.DateTimeFormat(currentLanguage(), { dateStyle: "medium" });

  async function load() {
    try {
      const { rooms } = await app.api.get("/v1/rooms/deleted");
      element.hidden = rooms.length === 0;
      fill(list, rooms.map(line));
    } catch {
      // Who runs no room has none; the list above says what is wrong with the connection.
      element.hidden = true;
    }
  }

  function line(room) {
    const restore = async (event) => {
      event.currentTarget.disabled = true;
      try {
        const answer = await app.api.post(`/v1/rooms/${room.id}/restore`);
        app.house.addRoom(answer.room);
        app.go(app.link.room(room.id));
      } catch (error) {
        app.toast(app.say(error));
        load();
      }
    };
    return h(
      "li",
      {},
      h("span", { class: "sign" }, icon("trash", 22)),
      h(
        "div",
        { class: "what" },
        h("p", {}, h("bdi", {}, room.title || room.handle)),
        h("p", { class: "aside" }, t("browse.deletedAt", { when: calendar.format(room.deleted_at) })),
      ),
      h("button", { type: "button", class: "plain", onclick: restore }, t("browse.restore")),
    );
  }

  load();
  return element;
}
