// A part of the page that could not be loaded: said calmly, with a way to try again.

import { homeLink } from "../parts/bar.js";
import { h } from "../parts/dom.js";
import { icon } from "../parts/icon.js";
import { t } from "../words/words.js";

/** In place of a screen or a panel. A browser remembers that a module failed, so trying again starts the page anew. */
export function trouble() {
  const button = h("button", { type: "button", onclick: () => location.reload() }, t("app.retry"));
  const element = h(
    "div",
    { class: "empty" },
    icon("cloud", 40),
    h("h2", { tabindex: "-1" }, t("app.notLoaded")),
    h("p", {}, t("app.notLoadedWhy")),
    button,
    homeLink(),
  );
  return { element, title: t("app.notLoaded"), update() {}, close() {}, focus: () => button.focus() };
}
