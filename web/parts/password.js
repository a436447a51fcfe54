// A password that one may look at while typing it.

import { t } from "../words/words.js";
import { h } from "./dom.js";
import { icon } from "./icon.js";

/** Puts a button into the field that shows and hides what is typed. */
export function revealable(input) {
  const button = h("button", { type: "button", class: "quiet round" });
  const draw = (isShown) => {
    input.type = isShown ? "text" : "password";
    button.replaceChildren(icon(isShown ? "eyeOff" : "eye"));
    button.setAttribute("aria-label", t(isShown ? "app.hidePassword" : "app.showPassword"));
  };
  button.addEventListener("click", () => draw(input.type === "password"));
  // What was looked at is not sent, and not kept by the browser, as a text.
  input.form?.addEventListener("submit", () => draw(false), { capture: true });
  const box = h("div", { class: "revealable" });
  input.replaceWith(box);
  box.append(input, button);
  draw(false);
}
