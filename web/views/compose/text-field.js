// The field in which one writes: its keys, its marks, what is pasted into it, and the completions of what is typed.

import { isCode } from "../../models/completion.js";
import { marked, newLine, pastedLink } from "../../models/draft-text.js";
import { h } from "../../parts/dom.js";
import { CompletionList } from "./completion-list.js";
import { fitHeight, replace } from "./field-edits.js";
import { marks } from "./toolbar.js";

export class TextField {
  #on;
  #moved;
  element = h("textarea", { class: "compose-text", rows: "1", dir: "auto", autocapitalize: "sentences" });
  /** What may complete the word at the caret. */
  list;

  /**
   * `on`: `written()` after each change by the person; `submit()`; `leave()` on Escape and `editLast()` on the arrow up in an
   * empty field, both of which give whether there was something to do; `enterSends()` whether Enter alone submits.
   */
  constructor(app, room, timeline, on) {
    const field = this.element;
    this.#on = on;
    this.list = new CompletionList(app, room, timeline, field);
    field.addEventListener("input", (event) => {
      fitHeight(field);
      on.written();
      if (!event.isComposing) this.list.update(event);
    });
    field.addEventListener("keydown", (event) => this.#pressed(event));
    field.addEventListener("paste", (event) => this.#pasted(event));
    field.addEventListener("blur", () => this.list.close());
    // The caret may also be moved by a finger, or into another word.
    this.#moved = () => document.activeElement === field && this.list.isOpen && this.list.update();
    document.addEventListener("selectionchange", this.#moved);
  }

  close() {
    document.removeEventListener("selectionchange", this.#moved);
    this.list.close();
  }

  get value() {
    return this.element.value;
  }

  /** Another text; the caret goes behind it. */
  set value(text) {
    if (this.element.value !== text) {
      this.element.value = text;
      this.element.setSelectionRange(text.length, text.length);
    }
    fitHeight(this.element);
  }

  focus() {
    this.element.focus();
  }

  mark(mark) {
    const { value, selectionStart, selectionEnd } = this.element;
    replace(this.element, marked(mark, value, selectionStart, selectionEnd));
  }

  #pressed(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (this.list.key(event)) return;
    const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    if (event.key === "Enter") this.#entered(event, isCommand, isPlain);
    else if (isCommand) this.#commanded(event);
    else if (event.key === "Escape" && this.#on.leave()) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "ArrowUp" && isPlain && this.value === "" && this.#on.editLast()) event.preventDefault();
  }

  #entered(event, isCommand, isPlain) {
    if (isCommand || (isPlain && this.#on.enterSends())) {
      event.preventDefault();
      return this.#on.submit();
    }
    const { value, selectionStart, selectionEnd } = this.element;
    if (isCode(value, selectionStart)) return;
    event.preventDefault();
    replace(this.element, newLine(value, selectionStart, selectionEnd));
  }

  #commanded(event) {
    const mark = marks.find(({ key }) => key === event.key.toLowerCase())?.mark;
    // Without a selection Ctrl K is the quick switcher's.
    if (!mark || (mark === "link" && this.element.selectionStart === this.element.selectionEnd)) return;
    event.preventDefault();
    this.mark(mark);
  }

  #pasted(event) {
    const { value, selectionStart, selectionEnd } = this.element;
    const pasted = event.clipboardData?.getData("text/plain") ?? "";
    const link = isCode(value, selectionStart) ? null : pastedLink(pasted, value, selectionStart, selectionEnd);
    if (!link) return;
    event.preventDefault();
    replace(this.element, link);
  }
}
