// A list that is chosen from while one types: the combobox of WAI-ARIA. The focus stays in the field.

import { fill, h } from "./dom.js";

let count = 0;

/**
 * Makes `input` a combobox over a list that the caller puts into the page. `render(option)` gives what an option shows, or
 * `{ heading }` options stand between. `choose(option, event)` is told. `close()` hides it; `show(options, first)` shows
 * them with the one at `first` active (-1: none). Enter without an active option is left to the page.
 */
export function listbox(input, { label, render, choose, onescape = () => false }) {
  const id = `choices-${++count}`;
  const element = h("ul", { class: "choices-list", id, role: "listbox", "aria-label": label, hidden: true });
  let options = [];
  let items = [];
  let active = -1;
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id })) {
    input.setAttribute(name, value);
  }
  input.setAttribute("autocomplete", "off");

  function mark(to) {
    items[active]?.setAttribute("aria-selected", "false");
    active = to;
    const item = items[active];
    if (!item) return input.removeAttribute("aria-activedescendant");
    item.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }

  function show(all, first = 0) {
    options = all.filter((option) => !option.heading);
    items = [];
    active = -1;
    fill(
      element,
      all.map((option) => {
        if (option.heading) return h("li", { role: "presentation", class: "heading" }, option.heading);
        const place = items.length;
        const item = h("li", { role: "option", id: `${id}-${place}`, "aria-selected": "false" }, render(option));
        // The press must not take the focus out of the field.
        item.addEventListener("mousedown", (event) => event.preventDefault());
        item.addEventListener("click", (event) => choose(options[place], event));
        items.push(item);
        return item;
      }),
    );
    element.hidden = items.length === 0;
    input.setAttribute("aria-expanded", String(!element.hidden));
    mark(items.length > 0 ? Math.min(first, items.length - 1) : -1);
  }

  const close = () => show([]);

  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && !element.hidden) {
      if (onescape()) return;
      event.preventDefault();
      event.stopPropagation();
      return close();
    }
    if (element.hidden) return;
    const last = items.length - 1;
    const to = { ArrowDown: active >= last ? 0 : active + 1, ArrowUp: active <= 0 ? last : active - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      mark(to);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(options[active], event);
    }
  });
  return { element, show, close, get active() {
    return options[active] ?? null;
  } };
}
