// What the connection does, in quiet words, and only when it is not simply there.

import { h } from "../parts/dom.js";
import { icon } from "../parts/icon.js";
import { t } from "../words/words.js";

/** Short interruptions are nobody's concern. */
const PATIENCE = 2000;

export function banner(house) {
  const text = h("span", {});
  const retry = h("button", { type: "button", class: "link", onclick: () => house.wake() }, t("app.tryNow"));
  const element = h("div", { class: "banner", role: "status", hidden: true }, icon("cloud", 18), text, retry);
  let timer = null;
  const draw = () => {
    const state = house.connection;
    const isFine = state === "open" || state === "ended";
    if (isFine) {
      clearTimeout(timer);
      timer = null;
      element.hidden = true;
      return;
    }
    // Counted from when it went away: each attempt to come back changes the state, too.
    timer ??= setTimeout(() => (element.hidden = false), PATIENCE);
    if (state === "offline") element.hidden = false;
    text.textContent = t(state === "offline" ? "app.offline" : state === "waiting" ? "app.waiting" : "app.connecting");
    retry.hidden = state === "connecting";
  };
  const off = house.on("connection", draw);
  draw();
  return {
    element,
    close() {
      clearTimeout(timer);
      off();
    },
  };
}
