// What `<main>` shows while nothing is chosen.

import { homeLink } from "../parts/bar.js";
import { birds } from "../parts/drawing.js";
import { h } from "../parts/dom.js";
import { t } from "../words/words.js";

export function mount(app) {
  const name = app.house.me.account.name;
  const element = h(
    "div",
    { class: "empty" },
    birds(),
    h("h1", { tabindex: "-1" }, t("app.welcome", { name })),
    h("p", {}, t("app.welcomeHint")),
    h("p", { class: "choices" }, h("a", { class: "button", href: app.link.browse() }, t("app.browse"))),
    homeLink(),
  );
  return { element, title: "" };
}
