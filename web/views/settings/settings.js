// Settings: the sections on one side, one of them beside it; on a narrow screen first the list, then the section.

import { bar } from "../../parts/bar.js";
import { fill, h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";

const sections = {
  profile: ["person", () => import("./profile.js")],
  appearance: ["sun", () => import("./appearance.js")],
  notifications: ["bell", () => import("./notifications.js")],
  privacy: ["eye", () => import("./privacy.js")],
  sessions: ["device", () => import("./sessions.js")],
  tokens: ["key", () => import("./tokens.js")],
  account: ["lock", () => import("./account.js")],
};

export function mount(app, route) {
  const links = new Map(
    Object.entries(sections).map(([name, [sign]]) => [
      name,
      h("a", { href: app.link.settings(name) }, icon(sign), h("span", {}, t(`settings.${name}`)), icon("back", 16)),
    ]),
  );
  const nav = h("nav", { class: "settings-nav", "aria-label": t("settings.sections") }, h("ul", { role: "list" }, [...links.values()].map((link) => h("li", {}, link))));
  const place = h("div", { class: "settings-place" });
  const top = h("div", { class: "settings-top" });
  const element = h("div", { class: "screen settings" }, top, h("div", { class: "settings-body" }, nav, place));
  let shown = null; // { name, close }
  let turn = 0;

  async function show({ path }) {
    const asked = Object.hasOwn(sections, path[1] ?? "") ? path[1] : null;
    element.dataset.at = asked ? "section" : "list";
    const name = asked ?? "profile";
    fill(top, bar({ title: asked ? [h("span", { class: "wide-only" }, t("settings.title")), h("span", { class: "narrow-only" }, t(`settings.${name}`))] : t("settings.title"), back: asked ? app.link.settings() : "#/" }));
    for (const [key, link] of links) {
      if (key === name) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if (shown?.name === name) return;
    const mine = ++turn;
    const section = await load(name);
    if (mine !== turn) return section.close?.();
    shown?.close?.();
    shown = { name, close: section.close };
    fill(place, section.element);
    place.scrollTop = 0;
    app.retitle();
  }

  async function load(name) {
    try {
      return await (await sections[name][1]()).mount(app);
    } catch (error) {
      console.error(error);
      return { element: h("div", { class: "empty" }, h("p", {}, app.say(error)), h("button", { type: "button", class: "plain", onclick: () => location.reload() }, t("app.retry"))) };
    }
  }

  function focus() {
    const target = element.dataset.at === "list" && matchMedia("(max-width: 47.99rem)").matches ? links.get("profile") : place.querySelector("h2");
    (target ?? place).focus();
  }

  const first = show(route);
  return first.then(() => ({
    element,
    get title() {
      return `${t(`settings.${shown?.name ?? "profile"}`)} · ${t("settings.title")}`;
    },
    update: (next) => void show(next).then(focus),
    focus,
    close() {
      turn++;
      shown?.close?.();
    },
  }));
}
