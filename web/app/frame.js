// The three places of the page: sidebar, screen, panel. Which of them one sees where not all fit, and what is said aloud.

import { h } from "../parts/dom.js";
import { t } from "../words/words.js";
import { Panel } from "./panel.js";

/** As in styles/frame.css. */
const twoFit = matchMedia("(min-width: 48rem)");
const threeFit = matchMedia("(min-width: 70rem)");

export class Frame {
  side = h("section", { class: "side", role: "complementary", "aria-label": t("app.sidebar"), tabindex: "-1" });
  main = h("main", { class: "stage", id: "main", tabindex: "-1" });
  panel;
  element;
  #live = h("div", { class: "unseen", role: "status" });
  #resized;

  /** `above` stands over the screen; `skip()` goes to it; `dismiss()` is the person who closes the panel; `resized()`: place again. */
  constructor({ above, skip, dismiss, resized }) {
    this.panel = new Panel(dismiss);
    const link = h("a", { class: "skip", href: "#main" }, t("app.skip"));
    link.addEventListener("click", (event) => {
      event.preventDefault();
      skip();
    });
    const middle = h("div", { class: "middle" }, above, this.main);
    this.element = h("div", { class: "shell", data: { at: "side" } }, link, this.side, middle, this.panel.element, this.#live);
    document.body.prepend(this.element);
    this.#resized = resized;
    for (const fit of [twoFit, threeFit]) fit.addEventListener("change", resized);
  }

  /** Whether only one place fits. */
  get isNarrow() {
    return !twoFit.matches;
  }

  /** `at`: "side", "main" or "panel", what one sees where only one fits; that is the page's main part then. `title` is the screen's. */
  place(at, title) {
    this.element.dataset.at = at;
    this.side.setAttribute("role", at === "side" && this.isNarrow ? "main" : "complementary");
    this.panel.standsAlone(threeFit.matches ? null : title);
  }

  announce(text) {
    const line = h("p", {}, text);
    this.#live.append(line);
    setTimeout(() => line.remove(), 10_000);
  }

  remove() {
    for (const fit of [twoFit, threeFit]) fit.removeEventListener("change", this.#resized);
    this.element.remove();
  }
}
