// Somebody on one line: picture, name, username, status.

import { avatar } from "../../parts/avatar.js";
import { h } from "../../parts/dom.js";
import { t } from "../../words/words.js";

/** What stands on the line, for an item of a list. */
export function personLine(person) {
  const name = person.name || person.username;
  return h(
    "span",
    { class: "person-line" },
    avatar(person, 28, { presence: person.online !== undefined }),
    h("bdi", { class: "name" }, name),
    person.name && person.username && h("bdi", { class: "aside" }, `@${person.username}`),
    person.status?.emoji && h("span", { class: "status", title: person.status.text }, person.status.emoji),
    person.online && h("span", { class: "unseen" }, ` ${t(`home.presence.${person.presence ?? "online"}`)}`),
  );
}
