// A message away from its log: in the list of pins, among what one saved. It leads to where it stands.

import { calm } from "../../models/inline.js";
import { avatar } from "../../parts/avatar.js";
import { h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { fillText, loadParser } from "./text.js";
import { momentText } from "./when.js";

/** `action` is one button: `{ label, icon, run(line) }`; `where` is a text above the message. */
export function card(app, room, line, action = null, where = "") {
  const text = h("div", { class: "text", dir: "auto" });
  const draw = () => fillText(text, line.text, { app });
  if (!draw()) loadParser().then(draw, () => {});
  const person = { ...(app.house.person(line.by.id) ?? {}), id: line.by.id, name: calm(line.by.name) };
  return h(
    "article",
    { class: "clip message" },
    h("span", { class: "gutter", "aria-hidden": "true" }, avatar(person, 32)),
    h(
      "div",
      { class: "said" },
      h(
        "header",
        {},
        h("span", { class: "who" }, h("bdi", {}, person.name)),
        h("a", { class: "at", href: app.link.room(room.id, line.seq) }, h("time", { datetime: new Date(line.at).toISOString() }, momentText(app, line.at))),
        where && h("bdi", { class: "mark" }, where),
        action && h("button", { type: "button", class: "quiet round", "aria-label": action.label, title: action.label, onclick: () => action.run(line) }, icon(action.icon, 18)),
      ),
      text,
    ),
  );
}
