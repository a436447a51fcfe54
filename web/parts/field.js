// A field with its label, its hint and what is wrong with it, tied together for those who hear the page.

import { h } from "./dom.js";

let count = 0;

/**
 * `{ label, name, type, value, hint, ...attributes }`; `type` may also be "textarea", "select" (with `options`: pairs of value
 * and text) and "checkbox". Gives `{ element, input, problem(text) }`; `problem("")` takes it back.
 */
export function field({ label, name, type = "text", value, hint, options = [], ...attributes }) {
  const id = `field-${++count}`;
  const isChoice = type === "checkbox";
  const problem = h("p", { class: "problem", id: `${id}-problem` });
  const described = [hint && `${id}-hint`, `${id}-problem`].filter(Boolean).join(" ");
  const common = { id, name, "aria-describedby": described, ...attributes };
  const input =
    type === "textarea"
      ? h("textarea", { ...common, value })
      : type === "select"
        ? h("select", common, options.map(([key, text]) => h("option", { value: key, selected: key === value }, text)))
        : h("input", { ...common, type, ...(isChoice ? { checked: Boolean(value) } : { value }) });
  const caption = h("label", { for: id }, label);
  const note = hint && h("p", { class: "hint", id: `${id}-hint` }, hint);
  const element = isChoice
    ? h("div", { class: "field choice" }, input, caption, note, problem)
    : h("div", { class: "field" }, caption, input, note, problem);
  return {
    element,
    input,
    problem(text) {
      problem.textContent = text;
      if (text) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    },
  };
}
