// The sidebar: where one is, what is new, and the way to everything else.

import { h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { openMenu } from "../../parts/menu.js";
import { roomOf } from "../../models/sidebar.js";
import { t } from "../../words/words.js";
import { invitations } from "./invitations.js";
import { roomList } from "./list.js";
import { me } from "./me.js";
import { online } from "./online.js";

/** So many rooms that one was in are remembered. */
const RECENT = 20;

/** `{ element, update(), close(), rooms() }`: `update` when the address changed; `rooms` in the order shown, for the shortcuts. */
export function mount(app) {
  const self = me(app);
  const asked = invitations(app);
  const present = online(app);
  const newRoom = () => import("../browse/create.js").then(({ openCreate }) => openCreate(app));
  const newConversation = () => import("../people/converse.js").then(({ openConverse }) => openConverse(app));
  const extra = (label, run) => () => h(
    "button",
    { type: "button", class: "quiet round", "aria-label": t(label), title: t(label), onclick: run },
    icon("add", 18),
  );
  const rooms = roomList(
    app,
    { extras: { channels: extra("home.newRoom", newRoom), conversations: extra("home.newConversation", newConversation) } },
  );

  const name = h("bdi", {}, app.house.server?.name || "Roost");
  const add = h(
    "button",
    { type: "button", class: "quiet round", "aria-label": t("home.new"), title: t("home.new"), "aria-haspopup": "menu" },
    icon("add"),
  );
  add.addEventListener("click", () =>
    openMenu(add, [
      { label: t("home.newRoom"), icon: "hash", run: newRoom },
      { label: t("home.newConversation"), icon: "people", run: newConversation },
      { label: t("home.browse"), icon: "compass", run: () => app.go("#/browse") },
    ]),
  );
  const find = h(
    "a",
    { class: "find", href: "#/search" },
    icon("search", 18),
    h("span", {}, t("home.search")),
    h("kbd", { "aria-hidden": "true" }, "/"),
  );
  const links = [
    ["#/notices", "bell", "home.notices"],
    ["#/saved", "bookmark", "home.saved"],
    ["#/browse", "compass", "home.browse"],
  ].map(([href, sign, key]) => h("li", { class: "room-row" }, h("a", { href }, h("span", { class: "sign" }, icon(sign, 18)), h("span", { class: "name" }, t(key)))));
  const none = h("p", { class: "empty", hidden: true }, t("home.noRooms"));
  const element = h(
    "div",
    { class: "home" },
    h("div", { class: "home-head" }, h("h1", {}, h("a", { href: "#/" }, name)), add, self.element),
    find,
    h(
      "nav",
      { class: "home-scroll", "aria-label": t("home.rooms") },
      asked.element,
      h("ul", { role: "list", class: "home-links" }, links),
      rooms.element,
      none,
      present.element,
    ),
  );

  let due = false;
  const soon = () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      draw();
    });
  };
  function draw() {
    rooms.draw();
    none.hidden = app.house.joined.length > 0;
  }
  function update() {
    const here = location.hash.split("?")[0];
    for (const link of element.querySelectorAll(".home-links a, .find")) {
      if (link.getAttribute("href") === here) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    rooms.mark();
    soon();
    remember();
  }

  /** Where one was, for the quick switcher: the last one first. */
  function remember() {
    const key = `recent.${app.house.me.account.id}`;
    const id = roomOf(location.hash);
    const kept = app.prefs.get(key) ?? [];
    if (id === null || kept[0] === id) return;
    app.prefs.set(key, [id, ...kept.filter((one) => one !== id)].slice(0, RECENT));
  }

  /** Who logs out leaves nothing of where he was and what he looked for. */
  function forget() {
    for (const name of ["recent", "searches", "muted"]) app.prefs.set(`${name}.${app.house.me.account.id}`, null);
  }

  const off = [
    app.house.on("rooms", soon),
    app.house.on("people", soon),
    app.house.on("drafts", soon),
    app.house.on("presence", () => {
      soon();
      present.changed();
    }),
    app.house.on("me", self.draw),
    app.house.on("connection", self.draw),
    app.house.on("ended", ({ byOneself }) => byOneself && forget()),
    app.house.on("invitations", asked.draw),
  ];
  draw();
  update();
  present.draw();
  asked.draw();
  return { element, update, rooms: rooms.shown, focus: rooms.focusCurrent, close: () => off.forEach((one) => one()) };
}
