// Changes a text field as if they had been typed, so that the browser's undo takes them back.

/** Puts `text` in place of `start` to `end`, then selects `from` to `to`. */
export function replace(field, { start, end, text, from = start + text.length, to = from }) {
  field.focus();
  field.setSelectionRange(start, end);
  // The one way that keeps undo; deprecated, and without a successor.
  const done = text === "" ? start === end || document.execCommand("delete") : document.execCommand("insertText", false, text);
  if (!done) {
    field.setRangeText(text, start, end, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  field.setSelectionRange(from, to);
}

/** Puts `text` where the caret is, in place of what is selected. */
export function insert(field, text) {
  replace(field, { start: field.selectionStart, end: field.selectionEnd, text });
}

/** As many lines as there are, up to what the stylesheet allows; browsers that size the field by its content need none. */
export function fitHeight(field) {
  if (CSS.supports("field-sizing", "content")) return;
  field.style.setProperty("height", "auto");
  field.style.setProperty("height", `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`);
}
