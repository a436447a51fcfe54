// A room as one finds it: its name, what it is about, how many are in it, and the way in.

import { h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";

/** A line of the list of rooms. */
export function roomCard(app, room) {
  const isIn = room.joined === true;
  const may = isIn || room.may?.includes("join");
  const join = async (event) => {
    const button = event.currentTarget;
    button.disabled = true;
    try {
      await app.house.join(room.id);
      app.go(app.link.room(room.id));
    } catch (error) {
      button.disabled = false;
      app.toast(app.say(error));
    }
  };
  return h(
    "li",
    {},
    h("span", { class: "sign" }, icon(room.entry === "invited" ? "lock" : "hash", 22)),
    h(
      "div",
      { class: "what" },
      h(
        "h2",
        {},
        may ? h("a", { href: app.link.room(room.id) }, h("bdi", {}, room.title)) : h("bdi", {}, room.title),
        room.archived && h("span", { class: "tag" }, t("about.archived")),
      ),
      room.topic && h("p", { dir: "auto" }, room.topic),
      h("p", { class: "aside" }, h("bdi", {}, `#${room.handle}`), " · ", t("browse.members", { count: room.members ?? 0 })),
    ),
    isIn
      ? h(
        "a",
        { class: "button quiet", href: app.link.room(room.id), "aria-label": t("browse.openRoom", { room: room.title }) },
        t("browse.open"),
      )
      : may
        ? h(
          "button",
          { type: "button", onclick: join, "aria-label": t("browse.joinRoom", { room: room.title }) },
          t("browse.join"),
        )
        : h("span", { class: "aside" }, t("browse.byInvitation")),
  );
}
