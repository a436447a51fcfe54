// A short word at the edge of the page, with something to do about it for a while (undo).

import { t } from "../words/words.js";
import { h } from "./dom.js";
import { icon } from "./icon.js";

const LASTS = 8000;
let region = null;

/** `action` is `{ label, run }`. Stays while it is pointed at or has the focus. Gives what takes it away. */
export function toast(text, action = null) {
  region ??= document.body.appendChild(h("div", { class: "toasts", role: "status" }));
  let timer = null;
  const close = () => {
    clearTimeout(timer);
    element.remove();
  };
  const wait = () => (timer = setTimeout(close, LASTS));
  const stay = () => clearTimeout(timer);
  const run = () => {
    close();
    action.run();
  };
  const element = h(
    "div",
    { class: "toast", onpointerenter: stay, onpointerleave: wait, onfocusin: stay, onfocusout: wait },
    h("span", {}, text),
    action && h("button", { class: "link", type: "button", onclick: run }, action.label),
    h("button", { class: "quiet round", type: "button", onclick: close, "aria-label": t("app.close") }, icon("close", 18)),
  );
  region.append(element);
  wait();
  return close;
}
