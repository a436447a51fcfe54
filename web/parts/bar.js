// The line on top of a screen: the way back where only one thing fits, what this is, and what one may do.

import { t } from "../words/words.js";
import { h } from "./dom.js";
import { icon } from "./icon.js";

/** `title` and `subtitle` are texts or elements; `back` is where the arrow leads, seen on narrow screens alone. */
export function bar({ title, subtitle, actions = [], back = "#/" }) {
  return h(
    "header",
    { class: "bar" },
    backLink(back),
    h("div", { class: "bar-title" }, h("h1", { tabindex: "-1" }, title), subtitle && h("p", {}, subtitle)),
    actions.length > 0 && h("div", { class: "bar-actions" }, actions),
  );
}

/** The arrow alone, for bars of another make. */
export const backLink = (to = "#/") => h("a", { class: "back", href: to, "aria-label": t("app.back") }, icon("back"));

/** For screens without a bar: to the list of rooms, where it is not beside them. */
export const homeLink = () => h("a", { class: "button quiet narrow-alone", href: "#/" }, t("app.toList"));
