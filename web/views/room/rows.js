// The rows of a log as elements. Each keeps its element as long as it is held, and is filled anew only when what it shows has changed; the
// focus is never lost with a row.

import { h } from "../../parts/dom.js";
import { t } from "../../words/words.js";
import { fillMessage, signOf } from "./message.js";
import { noteElement } from "./notes.js";
import { fillPending } from "./pending.js";
import { dayText } from "./when.js";

export class Rows {
  #log;
  #drawn = new Map();
  #pending = new Map();
  /** The row that Tab comes to: there is always just one. */
  #current = null;

  constructor(log) {
    this.#log = log;
    log.list.addEventListener("focusin", ({ target }) => this.choose(target.closest("[data-seq]")));
  }

  element(seq) {
    return this.#drawn.get(String(seq))?.element ?? null;
  }

  /** Draws rows of grouping.js. False when a text waits for its parser. */
  draw(list) {
    const focused = document.activeElement?.closest?.("[data-seq]");
    const hadFocus = focused && this.#log.list.contains(focused);
    const drawn = new Map();
    let isReady = true;
    for (const row of list) {
      const known = this.#drawn.get(row.key) ?? { element: this.#make(row), sign: null };
      const sign = this.#sign(row);
      if (known.sign !== sign) {
        const isFilled = this.#fill(known.element, row);
        isReady &&= isFilled;
        // What was not filled as it should be is filled again.
        known.sign = isFilled ? sign : null;
      }
      drawn.set(row.key, known);
    }
    for (const [key, { element }] of this.#drawn) if (!drawn.has(key)) element.remove();
    let place = this.#log.list.firstElementChild;
    for (const { element } of drawn.values()) {
      if (element === place) place = place.nextElementSibling;
      else this.#log.list.insertBefore(element, place);
    }
    this.#drawn = drawn;
    if (!this.#current?.isConnected) this.choose(this.#nearest(Number(this.#current?.dataset.seq ?? Infinity)));
    if (hadFocus && !focused.isConnected) this.#current?.focus({ preventScroll: true });
    return isReady;
  }

  #make(row) {
    if (row.line) {
      return h("article", { id: `${this.#log.name}-${row.line.seq}`, data: { seq: String(row.line.seq) }, tabindex: "-1" });
    }
    if (row.kind === "day") return h("h3", { class: "day" });
    if (row.kind === "new") return h("h3", { class: "new" });
    return h("div", { class: "folded" });
  }

  #sign(row) {
    switch (row.kind) {
      case "day":
        return dayText(row.at);
      case "new":
        return "new";
      case "folded":
        return row.lines.length;
      case "note":
        return row.line.seq;
      default:
        return signOf(row, this.#log);
    }
  }

  #fill(element, row) {
    switch (row.kind) {
      case "day":
        element.replaceChildren(h("span", {}, dayText(row.at)));
        return true;
      case "new":
        element.replaceChildren(h("span", {}, t("room.new")));
        return true;
      case "folded":
        element.replaceChildren(...this.#folded(row));
        return true;
      case "note":
        element.className = "chronicle";
        element.replaceChildren(...noteElement(row.line, this.#log.app, this.#log.room));
        return true;
      default:
        return fillMessage(element, row, this.#log);
    }
  }

  #folded({ lines }) {
    const show = () => {
      for (const { seq } of lines) this.#log.shown.add(seq);
      this.#log.draw();
    };
    return [
      h("span", {}, t("room.folded", { count: lines.length })),
      h("button", { type: "button", class: "link", onclick: show }, t("room.showOnce")),
    ];
  }

  // Pending

  drawPending(list) {
    const pending = this.#log.pending;
    pending.hidden = list.length === 0;
    const drawn = new Map();
    for (const entry of list) {
      const element = this.#pending.get(entry.key) ?? pending.appendChild(h("div", { class: "message" }));
      fillPending(element, entry, this.#log);
      drawn.set(entry.key, element);
    }
    for (const [key, element] of this.#pending) if (!drawn.has(key)) element.remove();
    this.#pending = drawn;
  }

  // The focus

  choose(row) {
    if (!row || row === this.#current) return;
    this.#current?.setAttribute("tabindex", "-1");
    this.#current = row;
    row.setAttribute("tabindex", "0");
  }

  focusLast() {
    const last = this.#nearest(Infinity);
    last?.focus();
  }

  step(row, by) {
    const list = [...this.#log.list.querySelectorAll(":scope > [data-seq]")];
    const to = by === -Infinity ? 0 : list.indexOf(row) + by;
    list[to]?.focus();
  }

  /** The row of this line, else the one before it, else the first. */
  #nearest(seq) {
    const list = [...this.#log.list.querySelectorAll(":scope > [data-seq]")];
    return list.findLast((row) => Number(row.dataset.seq) <= seq) ?? list[0] ?? null;
  }
}
