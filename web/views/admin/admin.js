// What those do who look after the server. Each section is a module of its own, loaded when it is gone to.

import { bar } from "../../parts/bar.js";
import { birds } from "../../parts/drawing.js";
import { fill, h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";

const sections = {
  people: ["people", () => import("./people.js")],
  invites: ["link", () => import("./invites.js")],
  rooms: ["hash", () => import("./rooms.js")],
  reports: ["flag", () => import("./reports.js")],
  addresses: ["lock", () => import("./addresses.js")],
  audit: ["shield", () => import("./audit.js")],
  settings: ["gear", () => import("./settings.js")],
  health: ["info", () => import("./health.js")],
};

export function mount(app, route) {
  const role = app.house.me?.account?.role;
  return role === "owner" || role === "admin" ? new Admin(app, route) : stranger();
}

class Admin {
  #app;
  #name = null;
  #open = null;
  #turn = 0;
  #heading = h("h2", { class: "admin-title", tabindex: "-1", id: "admin-title" });
  #place = h("div", { class: "admin-section" });
  #links = new Map();
  element;

  constructor(app, route) {
    this.#app = app;
    const tabs = Object.entries(sections).map(([name, [sign]]) => {
      const link = h("a", { href: app.link.admin(name) }, icon(sign, 18), t(`admin.${name}`));
      this.#links.set(name, link);
      return link;
    });
    this.element = h(
      "div",
      { class: "screen admin" },
      bar({ title: t("admin.title") }),
      h("nav", { class: "tabs admin-tabs", "aria-label": t("admin.sections") }, tabs),
      // Scrolled by keys also where there is nothing else to go to.
      h("div", { class: "scrolls", tabindex: "0", role: "region", "aria-labelledby": "admin-title" }, this.#heading, this.#place),
    );
    this.update(route);
  }

  get title() {
    return `${t(`admin.${this.#name}`)} · ${t("admin.title")}`;
  }

  async update({ path }) {
    const name = Object.hasOwn(sections, path[1] ?? "") ? path[1] : "people";
    if (name === this.#name) return;
    const turn = ++this.#turn;
    this.#open?.close?.();
    this.#open = null;
    this.#name = name;
    this.#heading.textContent = t(`admin.${name}`);
    for (const [one, link] of this.#links) {
      if (one === name) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    this.#links.get(name).scrollIntoView?.({ block: "nearest", inline: "center" });
    this.#place.replaceChildren();
    try {
      const module = await sections[name][1]();
      if (turn !== this.#turn) return;
      this.#open = module.open(this.#app);
      fill(this.#place, this.#open.element);
    } catch (error) {
      console.error(error);
      if (turn === this.#turn) fill(this.#place, h("p", { class: "problem", role: "alert" }, t("app.notLoaded")));
    }
  }

  focus() {
    this.#heading.focus();
  }

  close() {
    this.#turn++;
    this.#open?.close?.();
  }
}

/** Who followed an address that is not for him. */
function stranger() {
  const heading = h("h2", { tabindex: "-1" }, t("admin.notYours"));
  const element = h(
    "div",
    { class: "screen admin" },
    bar({ title: t("admin.title") }),
    h("div", { class: "empty" }, birds(1), heading, h("p", {}, t("admin.notYoursWhy"))),
  );
  return { element, title: t("admin.title"), update() {}, close() {}, focus: () => heading.focus() };
}
