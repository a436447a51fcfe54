// Questions in front of the page: the browser's own dialog, which holds the focus and closes on Escape.

import { say } from "../words/say.js";
import { t } from "../words/words.js";
import { h } from "./dom.js";

/**
 * Opens a dialog and gives it. `body` is elements; `actions` are buttons: `{ label, run, kind }`, kind "quiet", "danger" or
 * none. `run(dialog)` may give a promise; what it throws is said in the dialog, which then stays. Without `run`, or when it
 * does not give false, the dialog closes. The focus goes back to where it was.
 */
export function openDialog({ title, body = [], actions = [], size = "", onclose }) {
  const before = document.activeElement;
  const id = `dialog-${++count}`;
  const problem = h("p", { class: "problem", role: "alert" });
  const buttons = actions.map((action, index) =>
    h("button", { type: index === actions.length - 1 ? "submit" : "button", class: action.kind ?? "" }, action.label),
  );
  const form = h(
    "form",
    { novalidate: true },
    h("h2", { id }, title),
    body,
    problem,
    buttons.length > 0 && h("div", { class: "choices" }, buttons),
  );
  const dialog = h("dialog", { class: size, "aria-labelledby": id }, form);
  const perform = async (action) => {
    problem.textContent = "";
    form.setAttribute("aria-busy", "true");
    try {
      if (action.run && (await action.run(dialog)) === false) return;
      dialog.close();
    } catch (error) {
      problem.textContent = say(error);
    } finally {
      form.removeAttribute("aria-busy");
    }
  };
  actions.forEach((action, index) => {
    if (index < actions.length - 1) buttons[index].addEventListener("click", () => perform(action));
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (actions.length > 0 && !form.hasAttribute("aria-busy")) perform(actions[actions.length - 1]);
  });
  // A press that began inside and ended outside, or hit what moved away, is no wish to close.
  let pressed = null;
  dialog.addEventListener("pointerdown", (event) => (pressed = event.target));
  dialog.addEventListener("click", (event) => event.target === dialog && pressed === dialog && dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (before?.isConnected) before.focus();
    onclose?.();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

let count = 0;

/** Asks before something that is not easily undone. Gives whether to go on. */
export function confirmed({ title, text, yes, kind = "danger" }) {
  return new Promise((resolve) => {
    let answer = false;
    openDialog({
      title,
      body: text ? [h("p", {}, text)] : [],
      actions: [{ label: t("app.cancel"), kind: "quiet" }, { label: yes, kind, run: () => void (answer = true) }],
      onclose: () => resolve(answer),
    });
  });
}
