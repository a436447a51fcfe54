// What several admin sections are made of.

import { fill, h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { openMenu } from "../../parts/menu.js";
import { currentLanguage, t } from "../../words/words.js";

const clocks = { 12: { hour12: true }, 24: { hour12: false } };

/** A day and a time, on the clock that one chose. */
export const moment = (app, milliseconds) =>
  new Intl.DateTimeFormat(currentLanguage(), { dateStyle: "medium", timeStyle: "short", ...clocks[app.prefs.get("clock")] }).format(milliseconds);

/** `kind`: "", "accent", "warn" or "wrong". */
export const chip = (text, kind = "") => h("span", { class: `admin-chip ${kind}` }, text);

/** A name that others chose stays by itself, whatever way its writing goes. */
export const named = (text) => h("bdi", {}, text);

/** A sentence of the catalogue with names in it, each by itself. */
export function sentence(key, values) {
  const text = t(key, Object.fromEntries(Object.keys(values).map((name) => [name, `\u0000${name}\u0000`])));
  return text.split("\u0000").map((part, index) => (index % 2 ? named(values[part]) : part));
}

export const empty = (sign, title, text) =>
  h("div", { class: "empty" }, icon(sign, 36), h("h3", {}, title), text && h("p", {}, text));

/** What each place was asked to show last. */
const latest = new WeakMap();

/**
 * Shows the shape of rows, then what `load` gives, drawn; or what went wrong, with a way to try again. What comes after
 * something else was asked for in the same place is let go.
 */
export async function loaded(app, place, load, draw) {
  const mine = Symbol("load");
  latest.set(place, mine);
  const isLatest = () => latest.get(place) === mine;
  place.setAttribute("aria-busy", "true");
  const waiting = setTimeout(() => {
    if (isLatest()) fill(place, Array.from({ length: 4 }, () => h("span", { class: "skeleton admin-row" })));
  }, 150);
  try {
    const value = await load();
    if (isLatest()) draw(value);
  } catch (error) {
    if (!isLatest()) return;
    if (!error.code) console.error(error);
    const again = h("button", { type: "button", class: "plain", onclick: () => loaded(app, place, load, draw) }, t("app.retry"));
    fill(place, h("div", { class: "note", role: "alert" }, icon("warning"), h("p", {}, app.say(error)), again));
  } finally {
    clearTimeout(waiting);
    if (isLatest()) place.removeAttribute("aria-busy");
  }
}

/**
 * A row of a list. `content()` gives `{ lead, title, notes, chips }` and `items()` the menu's entries, none for no menu; `draw()`
 * shows them anew and leaves the focus where it is.
 */
export function row({ label, content, items = () => [], actions = [] }) {
  const text = h("div", { class: "admin-row-text" });
  const more = h("button", { type: "button", class: "quiet round", "aria-haspopup": "menu", "aria-label": label }, icon("more"));
  more.addEventListener("click", () => openMenu(more, items(), label));
  const lead = h("div", { class: "admin-row-lead" });
  const element = h("li", { class: "admin-row" }, lead, text, actions, more);
  const draw = () => {
    const { lead: picture, title, notes = [], chips = [] } = content();
    fill(lead, picture);
    fill(
      text,
      h("p", { class: "admin-row-title" }, title, chips),
      notes.filter(Boolean).map((note) => h("p", { class: "hint" }, note)),
    );
    more.hidden = items().length === 0;
  };
  draw();
  return { element, draw, button: more };
}

/** Choices side by side; `change(value)` is told. Gives the fieldset. */
export function segments(label, options, value, change) {
  const name = `segments-${++count}`;
  return h(
    "fieldset",
    { class: "segments", onchange: (event) => change(event.target.value) },
    h("legend", { class: "unseen" }, label),
    options.map(([key, text]) =>
      h("label", {}, h("input", { type: "radio", name, value: key, checked: key === value }), text),
    ),
  );
}

/** Choices below each other, each with a sentence: `[value, text, hint]`. Gives `{ element, value }`. */
export function choices(label, options, value, change = () => {}) {
  const name = `choices-${++count}`;
  const inputs = [];
  const element = h(
    "fieldset",
    { class: "admin-choices", onchange: (event) => change(event.target.value) },
    h("legend", {}, label),
    options.map(([key, text, hint], index) => {
      const input = h("input", {
        type: "radio",
        name,
        value: key,
        checked: key === value,
        id: `${name}-${index}`,
        "aria-describedby": hint && `${name}-${index}-hint`,
      });
      inputs.push(input);
      return h(
        "div",
        { class: "field choice" },
        input,
        h("label", { for: input.id }, text),
        hint && h("p", { class: "hint", id: `${input.id}-hint` }, hint),
      );
    }),
  );
  return {
    element,
    get value() {
      return inputs.find((input) => input.checked)?.value;
    },
  };
}

/** A field to search in, which tells what is sought once one stops typing. */
export function searchField(label, change) {
  let timer = null;
  const input = h("input", { type: "search", placeholder: label, "aria-label": label, autocomplete: "off" });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => change(input.value.trim()), 200);
  });
  return input;
}

/** Names of accounts that are known by their numbers alone; asked for once. */
export function nameBook(app) {
  const known = new Map();
  return (id) => {
    if (!known.has(id)) {
      const asked = app.api.get(`/v1/people/${id}`).then(({ account }) => account.name, () => t("admin.somebody"));
      known.set(id, asked);
    }
    return known.get(id);
  };
}

let count = 0;
