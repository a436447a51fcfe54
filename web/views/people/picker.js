// Choosing people: a field that searches, and those who were chosen as chips before it.

import { avatar } from "../../parts/avatar.js";
import { h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { listbox } from "../../parts/listbox.js";
import { t } from "../../words/words.js";
import { personLine } from "./line.js";

const PAUSE_MS = 150;

/** `{ element, input, people, problem(text) }`. `without` are ids that are not offered; `most` how many may be chosen. */
export function picker(app, { label, without = [], most = Infinity, onchange = () => {} }) {
  const chosen = new Map();
  const chips = h("ul", { role: "list", class: "tokens", "aria-label": t("people.chosen") });
  const input = h(
    "input",
    { type: "text", id: `picker-${++count}`, autocapitalize: "none", spellcheck: "false", placeholder: t("people.find") },
  );
  const state = h("p", { class: "aside", role: "status" });
  const list = listbox(input, { label, render: personLine, choose: add });
  const problem = h("p", { class: "problem", role: "alert" });
  const element = h(
    "div",
    { class: "field picker" },
    h("label", { for: input.id }, label),
    h("div", { class: "picker-field" }, chips, input),
    list.element,
    state,
    problem,
  );
  let turn = 0;
  let timer = null;
  let isHasty = false; // Enter came before what was typed had been looked for.

  async function search() {
    const mine = (turn += 1);
    timer = null;
    try {
      const { people } = await app.api.get("/v1/people", { q: input.value.trim(), limit: 20 });
      if (mine !== turn) return;
      const left = people.filter((person) => !chosen.has(person.id) && !without.includes(person.id));
      list.show(left.slice(0, 8));
      state.textContent = left.length === 0 ? t("people.noneFound") : "";
      if (isHasty && left.length > 0) add(left[0]);
      isHasty = false;
    } catch (error) {
      if (mine === turn) state.textContent = app.say(error);
    }
  }

  function add(person) {
    if (chosen.size >= most) remove([...chosen.keys()].at(-1));
    const name = person.name || person.username;
    const chip = h(
      "li",
      {},
      avatar(person, 20),
      h("bdi", {}, name),
      h(
        "button",
        { type: "button", class: "quiet", "aria-label": t("people.takeOut", { name }), onclick: () => remove(person.id) },
        icon("close", 14),
      ),
    );
    chosen.set(person.id, { person, chip });
    chips.append(chip);
    input.value = "";
    clearTimeout(timer);
    timer = null;
    turn += 1;
    list.close();
    app.announce(t("people.added", { name }));
    onchange();
    input.focus();
  }

  function remove(id) {
    chosen.get(id)?.chip.remove();
    chosen.delete(id);
    onchange();
    input.focus();
  }

  input.addEventListener("input", () => {
    isHasty = false;
    list.close();
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE_MS);
  });
  input.addEventListener("focus", () => list.element.hidden && input.value === "" && search());
  // While the focus stays in the dialog nothing may move away under the pointer.
  const leave = () => {
    turn += 1;
    list.close();
  };
  input.addEventListener("blur", (event) => element.closest("form")?.contains(event.relatedTarget) || leave());
  input.addEventListener("keydown", (event) => {
    if (event.key === "Tab") leave();
    if (event.key === "Enter" && !event.defaultPrevented && input.value.trim() !== "") {
      event.preventDefault();
      isHasty = timer !== null;
    }
    if (event.key === "Backspace" && input.value === "" && chosen.size > 0) remove([...chosen.keys()].at(-1));
  });
  return { element, input, get people() {
    return [...chosen.values()].map((one) => one.person);
  }, problem: (text) => (problem.textContent = text) };
}

let count = 0;
