// Putting a text where it can be pasted from. Over plain HTTP browsers withhold the clipboard: then it is selected.

import { h } from "./dom.js";
import { icon } from "./icon.js";
import { t } from "../words/words.js";

/** A text that one may take along, and a button that does it. What became of it is said beside it. */
export function copyable(text, label) {
  const said = h("p", { class: "hint", role: "status" });
  const input = h("input", { value: text, readonly: true, dir: "ltr", "aria-label": label, onfocus: () => input.select() });
  const copy = async () => {
    said.textContent = (await copied(text)) ? t("app.copied") : t("app.copyByHand");
    input.focus();
    input.select();
  };
  const button = h("button", { type: "button", class: "plain", onclick: copy }, icon("copy", 18), t("app.copy"));
  return h("div", { class: "field" }, h("div", { class: "copyable" }, input, button), said);
}

/** Whether it worked. */
export async function copied(text) {
  if (!navigator.clipboard) return false;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // Not permitted.
  }
}
