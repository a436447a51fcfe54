// The buttons of the composer: marks, the poll, the preview. One stop for Tab; arrows move among them.

import { h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";

/** What stands behind which mark, in the order in which one sees them; with the letter that does it from the keyboard. */
export const marks = [
  { mark: "bold", key: "b" },
  { mark: "italic", key: "i" },
  { mark: "strike" },
  { mark: "code", key: "e" },
  { mark: "link", key: "k" },
  { mark: "quote" },
  { mark: "list" },
  { mark: "spoiler" },
];

/** `set(mark)` sets one. `others` are buttons that stand behind them. */
export function toolbar(set, others) {
  const command = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘" : "Ctrl+";
  const buttons = marks.map(({ mark, key }) => {
    const name = t(`compose.mark.${mark}`);
    return toolButton(mark, key ? `${name} (${command}${key.toUpperCase()})` : name, () => set(mark));
  });
  const all = [...buttons, ...others];
  const element = h("div", { class: "compose-tools", role: "toolbar", "aria-label": t("compose.tools") }, buttons, h("hr", {}), others);
  const stopAt = (stop) => all.forEach((button) => (button.tabIndex = button === stop ? 0 : -1));
  stopAt(all[0]);
  // The one where one left may be hidden by the time one comes back.
  element.addEventListener("focusout", (event) => !element.contains(event.relatedTarget) && stopAt(all[0]));
  element.addEventListener("keydown", (event) => {
    const shown = all.filter((button) => !button.hidden);
    const at = shown.indexOf(document.activeElement);
    const isTurned = getComputedStyle(element).direction === "rtl";
    const to = { [isTurned ? "ArrowLeft" : "ArrowRight"]: at + 1, [isTurned ? "ArrowRight" : "ArrowLeft"]: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    const next = shown.at(to % shown.length);
    stopAt(next);
    next.focus();
  });
  return element;
}

/** A button with a drawing. It leaves the focus where it is when it is pressed, and the keyboard of a phone open. */
export function toolButton(sign, label, run, attributes = {}) {
  const button = h(
    "button",
    { type: "button", class: "quiet round", "aria-label": label, title: label, ...attributes, onclick: run },
    icon(sign),
  );
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  return button;
}
