// What stands above the first message of a room.

import { calm } from "../../models/inline.js";
import { h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";
import { avatar } from "../../parts/avatar.js";

export function beginning(app, room, isSilent) {
  const other = room.person;
  const mark = other ? avatar(app.house.person(other.id) ?? other, 56) : icon(room.kind === "channel" ? "hash" : "people", 40);
  return [
    h(
      "div",
      { class: "beginning" },
      mark,
      h("h2", {}, h("bdi", {}, calm(room.title))),
      h("p", {}, t(other ? "room.beginningDirect" : "room.beginning")),
      room.description && h("p", { class: "description", dir: "auto" }, calm(room.description)),
      isSilent && h("p", {}, t(room.may.has("post") ? "room.sayHello" : "room.nothingSaid")),
    ),
  ];
}
