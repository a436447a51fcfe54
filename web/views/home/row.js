// One room in the sidebar: what it is, whether it has something new, and what one can do with it.

import { avatar } from "../../parts/avatar.js";
import { fill, h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";

/** A long press is for the menu where there is no mouse. */
const canDrag = matchMedia("(hover: hover)").matches;

/** What `draw` shows, as a text: a row is drawn anew when it changed. */
const signature = (marks) => JSON.stringify(marks);

/** Everything of a room that a row shows. */
export function marksOf(app, room, silence) {
  const other = room.kind === "direct" && room.person ? (app.house.person(room.person.id) ?? room.person) : null;
  return {
    title: room.title,
    kind: room.kind,
    isOpen: room.entry === "open",
    unread: room.unread,
    mentions: room.mentions,
    muted: silence.isMuted(room),
    draft: app.house.drafts.get(room.id) !== null,
    other: other && {
      id: other.id,
      name: other.name,
      picture: other.picture,
      online: other.online,
      presence: other.presence,
      emoji: other.status?.emoji,
    },
  };
}

/** `{ element, link, draw() }`. `silence` says what is muted; `menu(anchor)` opens what one can do with the room. */
export function row(app, room, silence, menu) {
  const link = h("a", { href: app.link.room(room.id), tabindex: "-1", draggable: "false" });
  const more = h(
    "button",
    { type: "button", class: "quiet round more", tabindex: "-1", "aria-haspopup": "menu" },
    icon("more", 18),
  );
  const element = h("li", { class: "room-row", draggable: String(canDrag), data: { room: String(room.id) } }, link, more);
  more.addEventListener("click", () => menu(more));
  element.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    menu(more);
  });
  let drawn = "";
  const draw = () => {
    const marks = marksOf(app, room, silence);
    const now = signature(marks);
    if (now === drawn) return;
    drawn = now;
    const isUnread = marks.unread > 0;
    element.classList.toggle("unread", isUnread && !marks.muted);
    element.classList.toggle("muted", marks.muted);
    more.setAttribute("aria-label", t("home.more", { room: marks.title }));
    fill(
      link,
      sign(marks),
      h("bdi", { class: "name" }, marks.title),
      marks.other?.emoji && h("span", { class: "status", "aria-hidden": "true" }, marks.other.emoji),
      marks.draft && h("span", { class: "draft" }, icon("edit", 14), unseen(t("home.hasDraft"))),
      marks.muted && h("span", { class: "draft" }, icon("bellOff", 14), unseen(t("home.isMuted"))),
      marks.mentions > 0 && count("mentions", marks.mentions, t("home.mentions", { count: marks.mentions })),
      isUnread && marks.mentions === 0 && count("count", marks.unread, t("home.unread", { count: marks.unread })),
      isUnread && marks.mentions > 0 && unseen(t("home.unread", { count: marks.unread })),
      marks.other && unseen(t(`home.presence.${marks.other.online ? (marks.other.presence ?? "online") : "offline"}`)),
    );
  };
  return { element, link, more, room, draw };
}

const unseen = (text) => h("span", { class: "unseen" }, ` ${text}`);

function count(kind, number, words) {
  const shown = number > 999 ? "999+" : String(number);
  return h("span", { class: kind }, h("span", { "aria-hidden": "true" }, shown), unseen(words));
}

/** What stands before the name. */
function sign(marks) {
  if (marks.other) return avatar(marks.other, 24, { presence: true });
  const name = marks.kind === "channel" ? (marks.isOpen ? "hash" : "lock") : "people";
  return h("span", { class: "sign" }, icon(name, 18), name === "lock" && unseen(t("home.closedRoom")));
}
