// What browsers withhold over plain HTTP on a local network, and why. Nothing where nothing is missing.

import { h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";

export function missing() {
  if (globalThis.isSecureContext) return null;
  return h(
    "div",
    { class: "note" },
    icon("info"),
    h(
      "div",
      {},
      h("p", {}, h("b", {}, t("settings.missing"))),
      h("ul", { class: "dots" }, ["offline", "desktop", "copy", "install"].map((what) => h("li", {}, t(`settings.missing.${what}`)))),
      h("p", { class: "hint" }, t("settings.missingWhy")),
    ),
  );
}
