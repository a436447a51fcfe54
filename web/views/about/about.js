// The panel about a room: what it is, who is in it, how it is used, who may come in.

import { fill, h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";

const sections = {
  overview: () => import("./overview.js"),
  members: () => import("./members.js"),
  settings: () => import("./settings.js"),
  links: () => import("./doors.js"),
  pins: () => import("../room/pins.js"),
};

/** Which sections a room has for this reader. */
function offered(room) {
  const names = ["overview"];
  if (!room.joined) return names;
  if (room.kind !== "direct") names.push("members");
  names.push("pins");
  if (room.may.has("change") || room.may.has("own")) names.push("settings");
  if (room.kind === "channel" && (room.may.has("invite") || room.may.has("moderate"))) names.push("links");
  return names;
}

/** A panel. Each section is a module with `mount(app, room)` that gives `{ element, draw?(), close?() }`. */
export async function mount(app, route) {
  const room = await app.house.findRoom(Number(route.path[1]));
  if (!room) return { element: h("p", { class: "empty" }, t("about.unknown")), title: t("about.title") };
  const nav = h("nav", { class: "tabs", "aria-label": t("about.sections") });
  const body = h("div", { class: "about-body" });
  const element = h("div", { class: "about" }, nav, body);
  let shown = null;
  let view = null;
  let turn = 0;

  function drawNav() {
    const names = offered(room);
    nav.hidden = names.length < 2;
    fill(
      nav,
      names.map((name) => h(
        "a",
        { href: app.link.about(room.id, name === "overview" ? undefined : name), "aria-current": name === shown ? "page" : null },
        t(`about.section.${name}`),
      )),
    );
  }

  async function show(name) {
    const wanted = Object.hasOwn(sections, name) ? name : "overview";
    if (wanted === shown) return;
    const hadFocus = nav.contains(document.activeElement);
    shown = wanted;
    drawNav();
    nav.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (hadFocus) nav.querySelector("[aria-current]")?.focus();
    const mine = (turn += 1);
    try {
      const module = await sections[wanted]();
      const next = await module.mount(app, room);
      if (mine !== turn) return void next.close?.();
      view?.close?.();
      view = next;
      fill(body, next.element);
    } catch (error) {
      if (mine !== turn) return;
      console.error(error);
      fill(
        body,
        h("p", { class: "empty" }, icon("warning", 20), " ", app.say(error)),
        h("button", { type: "button", class: "quiet", onclick: again }, t("app.retry")),
      );
    }
  }
  const again = () => {
    const name = shown;
    shown = null;
    show(name);
  };

  const off = [
    app.house.on(`room:${room.id}`, () => {
      drawNav();
      view?.draw?.();
    }),
  ];
  await show(route.path[3] ?? "overview");
  return {
    element,
    title: room.title,
    update: (next) => (Number(next.path[1]) === room.id ? show(next.path[3] ?? "overview") : null),
    close() {
      turn += 1;
      view?.close?.();
      off.forEach((one) => one());
    },
  };
}
