// Sending a form: busy while it lasts, and each refusal at the field that it is about.

import { say } from "../words/say.js";
import { t } from "../words/words.js";

/** A field that stands in the HTML, as `field()` would give it: its problem is the element with the id "…-problem". */
export function adopt(input) {
  return {
    element: input.closest(".field"),
    input,
    problem(text) {
      document.getElementById(`${input.id}-problem`).textContent = text;
      if (text) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    },
  };
}

/**
 * `fields`: what `field()` gives, by name. `about`: the field's name by the code of a refusal; what is about none is said
 * in the form's own `[role=alert]`. `says`: other words for a code. `run(values)` does it; texts are trimmed but for passwords.
 */
export function onSubmit(form, { fields, about = {}, says = {}, run }) {
  const alert = form.querySelector('[role="alert"]');
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.hasAttribute("aria-busy")) return;
    alert.textContent = "";
    for (const field of Object.values(fields)) field.problem("");
    const empty = Object.values(fields).filter(({ input }) => input.required && !input.value.trim());
    for (const field of empty) field.problem(t("app.needed"));
    if (empty.length > 0) return empty[0].input.focus();
    form.setAttribute("aria-busy", "true");
    try {
      await run(Object.fromEntries(Object.entries(fields).map(([name, { input }]) => [name, valueOf(input)])));
    } catch (error) {
      const field = fields[about[error.code]];
      const text = says[error.code] ?? say(error);
      if (field) {
        field.problem(text);
        field.input.focus();
      } else alert.textContent = text;
    } finally {
      form.removeAttribute("aria-busy");
    }
  });
}

function valueOf(input) {
  if (input.type === "checkbox") return input.checked;
  return input.type === "password" ? input.value : input.value.trim();
}
