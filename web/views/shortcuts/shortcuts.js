// The sheet of shortcuts, from the table that registers them.

import { openDialog } from "../../parts/dialog.js";
import { h } from "../../parts/dom.js";
import { shortcuts } from "../../app/shortcuts.js";
import { t } from "../../words/words.js";

const isApple = /mac|iphone|ipad/i.test(navigator.platform ?? "");
const signs = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
  mod: isApple ? "⌘" : "Ctrl",
  alt: isApple ? "⌥" : "Alt",
  shift: isApple ? "⇧" : "Shift",
};

export async function open(app) {
  await app.style("search");
  const groups = [...new Set(shortcuts.map((one) => one.group))];
  openDialog({
    title: t("shortcuts.title"),
    size: "large",
    body: groups.map((group) =>
      h(
        "section",
        { class: "shortcut-group" },
        h("h3", {}, t(`shortcuts.group.${group}`)),
        h(
          "dl",
          {},
          shortcuts
            .filter((one) => one.group === group)
            .map((one) => h(
              "div",
              {},
              h("dt", {}, t(`shortcuts.${one.name}`)),
              h(
                "dd",
                {},
                one.keys.map((combination, index) => [
                  index > 0 && h("span", { class: "aside" }, ` ${t("shortcuts.or")} `),
                  combinationOf(combination),
                ]),
              ),
            )),
        ),
      ),
    ),
    actions: [{ label: t("app.close"), kind: "quiet" }],
  });
}

function combinationOf(combination) {
  return h(
    "span",
    { class: "keys", dir: "ltr" },
    combination.split("+").map((part) => h("kbd", {}, signs[part] ?? (part.length === 1 ? part.toUpperCase() : part))),
  );
}
