// The panel at the side; on a narrow screen it is all that is seen. It takes the focus, and gives it back.

import { fill, h } from "../parts/dom.js";
import { icon } from "../parts/icon.js";
import { t } from "../words/words.js";

export class Panel {
  #view = null;
  #before = null;
  #heading = h("h2", { tabindex: "-1", id: "panel-title" });
  #over = h("h1", { class: "unseen", hidden: true });
  #body = h("div", { class: "panel-body" });
  element;

  /** `dismiss()` is called when the person closes it. */
  constructor(dismiss) {
    const button = h("button", { type: "button", class: "quiet round", onclick: dismiss, "aria-label": t("app.closePanel") });
    button.append(icon("close"));
    this.element = h(
      "section",
      { class: "panel", role: "complementary", "aria-labelledby": "panel-title", hidden: true },
      this.#over,
      h("div", { class: "bar" }, h("div", { class: "bar-title" }, this.#heading), button),
      this.#body,
    );
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
      event.preventDefault();
      dismiss();
    });
  }

  /** `over`: the title of what it covers, where nothing is seen beside it. Then it is the page's main part. */
  standsAlone(over) {
    this.element.setAttribute("role", over === null ? "complementary" : "main");
    this.#over.hidden = over === null;
    this.#over.textContent = over ?? "";
  }

  get view() {
    return this.#view;
  }

  /** `{ title, element, close(), focus() }`, or null. The same element again only takes the new title. */
  show(view) {
    if (!view) return this.#empty();
    this.#heading.textContent = view.title;
    if (this.#view?.element === view.element) {
      this.#view = view;
      return;
    }
    if (this.#view) this.#view.close?.();
    else this.#before = document.activeElement;
    this.#view = view;
    fill(this.#body, view.element);
    this.#body.scrollTop = 0;
    this.element.hidden = false;
    if (view.focus) view.focus();
    else this.#heading.focus();
  }

  #empty() {
    if (!this.#view) return;
    const hadFocus = this.element.contains(document.activeElement) || document.activeElement === document.body;
    this.#view.close?.();
    this.#view = null;
    this.element.hidden = true;
    this.#body.replaceChildren();
    if (hadFocus && this.#before?.isConnected) this.#before.focus();
    this.#before = null;
  }
}
