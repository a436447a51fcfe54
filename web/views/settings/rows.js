// What a section is made of: parts with a title, and rows that save at once and say so.

import { h } from "../../parts/dom.js";
import { say } from "../../words/say.js";
import { t } from "../../words/words.js";

let count = 0;

/** A section's own element: its heading takes the focus. */
export const section = (title, ...parts) => h("div", { class: "settings-section" }, h("h2", { tabindex: "-1" }, title), parts);

/** A group of settings that belong together. */
export const part = (title, lead, ...rows) =>
  h("section", { class: "settings-part" }, title && h("h3", {}, title), lead && h("p", { class: "hint" }, lead), rows);

/** On or off. `save(value)` may give a promise; when it fails, the switch goes back and says why. */
export function toggle({ label, hint, value, save }) {
  const id = `switch-${++count}`;
  const said = outcome();
  const input = h("input", { type: "checkbox", role: "switch", class: "switch", id, checked: value, "aria-describedby": hint ? `${id}-hint` : undefined });
  input.addEventListener("change", () => said.of(() => save(input.checked), () => (input.checked = !input.checked)));
  const text = h("div", {}, h("label", { for: id }, label), hint && h("p", { class: "hint", id: `${id}-hint` }, hint), said.element);
  return Object.assign(h("div", { class: "settings-row" }, text, input), { input });
}

/** One of a few. `options`: pairs of value and text. */
export function choice({ label, hint, options, value, save }) {
  const name = `choice-${++count}`;
  const said = outcome();
  let held = value;
  const inputs = options.map(([key]) => h("input", { type: "radio", name, value: key, checked: key === value }));
  const segments = h("div", { class: "segments" }, options.map(([, text], index) => h("label", {}, inputs[index], h("span", {}, text))));
  const mark = () => inputs.forEach((input) => (input.checked = input.value === held));
  segments.addEventListener("change", (event) =>
    said.of(async () => {
      const next = event.target.value;
      await save(next);
      held = next;
    }, mark),
  );
  return h("fieldset", { class: "settings-row wrap" }, h("div", {}, h("legend", {}, label), hint && h("p", { class: "hint" }, hint), said.element), segments);
}

/** One of many. */
export function select({ label, hint, options, value, save }) {
  const id = `select-${++count}`;
  const said = outcome();
  const input = h("select", { id }, options.map(([key, text]) => h("option", { value: key, selected: key === value }, text)));
  let held = value;
  input.addEventListener("change", () =>
    said.of(async () => {
      await save(input.value);
      held = input.value;
    }, () => (input.value = held)),
  );
  return h("div", { class: "settings-row wrap" }, h("div", {}, h("label", { for: id }, label), hint && h("p", { class: "hint" }, hint), said.element), input);
}

/** Says for a while that it was saved, or why not. `of(run, undo)` runs it. */
export function outcome() {
  const element = h("p", { class: "outcome", role: "status" });
  let timer = null;
  return {
    element,
    async of(run, undo) {
      clearTimeout(timer);
      element.className = "outcome";
      element.textContent = "";
      try {
        if ((await run()) === false) return;
        element.textContent = t("app.saved");
        timer = setTimeout(() => (element.textContent = ""), 4000);
      } catch (error) {
        undo?.();
        element.className = "outcome problem";
        element.textContent = say(error);
      }
    },
  };
}

/** A list that is asked for: skeletons, what came, or why not. `draw(answer)` gives what to show. */
export function loaded(load, draw) {
  const element = h("div", { class: "loaded", "aria-busy": "true" }, [1, 2, 3].map(() => h("span", { class: "skeleton row" })));
  const reload = async () => {
    try {
      element.replaceChildren(...[draw(await load())].flat().filter(Boolean));
    } catch (error) {
      element.replaceChildren(
        h("p", { class: "problem" }, say(error)),
        h("button", { type: "button", class: "plain", onclick: reload }, t("app.retry")),
      );
    } finally {
      element.removeAttribute("aria-busy");
    }
  };
  reload();
  return Object.assign(element, { reload });
}
