// The field of the search: it offers filters, what can stand behind them, and what was searched for before.

import { h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { listbox } from "../../parts/listbox.js";
import { fit } from "../../models/fuzzy.js";
import { complete, days, filters, held, wordAt } from "../../models/query.js";
import { t } from "../../words/words.js";
import { personLine } from "../people/line.js";

/** `{ element, input }`. `recent()` gives earlier searches, `typed` and `entered` are told the text, `down` leaves downwards. */
export function searchField(app, { recent, forget, typed, entered, down }) {
  const input = h(
    "input",
    {
      type: "search",
      placeholder: t("search.placeholder"),
      "aria-label": t("search.title"),
      spellcheck: "false",
      autocapitalize: "none",
      enterkeyhint: "search",
      maxlength: "2048",
    },
  );
  const list = listbox(input, { label: t("search.suggestions"), render, choose });
  const element = h("div", { class: "search-field" }, icon("search", 20), input, list.element);
  let turn = 0;

  function render(option) {
    if (option.person) return personLine(option.person);
    return h(
      "span",
      { class: "suggestion" },
      option.sign && icon(option.sign, 16),
      h("bdi", { class: "name", dir: option.whole ? "auto" : "ltr" }, option.shown ?? option.text),
      option.hint && h("span", { class: "aside" }, option.hint),
    );
  }

  function choose(option) {
    if (option.run) return option.run();
    if (option.whole) input.value = option.whole;
    else {
      const { text, caret } = complete(input.value, option.word, option.text);
      input.value = text;
      input.setSelectionRange(caret, caret);
    }
    input.focus();
    if (option.whole) {
      list.close();
      entered(input.value);
    } else {
      typed(input.value);
      suggest();
    }
  }

  async function suggest() {
    const mine = (turn += 1);
    const text = input.value;
    if (text.trim() === "") return list.show(begin(), -1);
    const word = wordAt(text, input.selectionStart ?? text.length);
    if (!word || word.value === "" && !word.filter) return list.close();
    const options = word.filter ? await valuesOf(word) : filters.filter(
      (name) => name.startsWith(word.value.toLowerCase()),
    ).map((name) => filterOption(name, word));
    if (mine !== turn || document.activeElement !== input) return;
    // What stands there already needs no offer.
    if (options.length === 1 && options[0].text === text.slice(word.from, word.to)) return list.close();
    list.show(options, word.filter ? 0 : -1);
  }

  function begin() {
    const earlier = recent();
    const word = { from: 0, to: 0 };
    return [
      ...(earlier.length > 0 ? [{ heading: t("search.recent") }] : []),
      ...earlier.map((text) => ({ whole: text, text, sign: "clock" })),
      ...(earlier.length > 0 ? [{ text: t("search.forget"), sign: "trash", run: () => (forget(), suggest()) }] : []),
      { heading: t("search.filters") },
      ...filters.map((name) => filterOption(name, word)),
    ];
  }

  const filterOption = (name, word) => ({ word, text: name, hint: t(`search.filter.${name.slice(0, -1)}`) });

  async function valuesOf(word) {
    const put = (value, more = {}) => ({ word, text: `${word.filter}${value}`, shown: value, ...more });
    switch (word.filter) {
      case "from:":
      case "mentions:": {
        list.close();
        const { people } = await app.api.get("/v1/people", { q: word.value, limit: 6 }).catch(() => ({ people: [] }));
        const self = word.filter === "mentions:" && "me".startsWith(word.value) ? [put("me", { hint: t("search.me") })] : [];
        return [...self, ...people.map((person) => put(person.username, { person }))];
      }
      case "in:":
        return app.house.joined
          .filter((room) => room.kind === "channel")
          .map((room) => ({ room, score: Math.max(fit(word.value, room.title) ?? -1, fit(word.value, room.handle) ?? -1) }))
          .filter((one) => one.score >= 0)
          .sort((a, b) => b.score - a.score)
          .slice(0, 8)
          .map(({ room }) => put(room.handle, { sign: "hash", hint: room.title }));
      case "has:":
        return held.filter((what) => what.startsWith(word.value)).map((what) => put(what, { hint: t(`search.has.${what}`) }));
      default:
        return [
          ...days.filter((day) => day.startsWith(word.value)).map((day) => put(day, { hint: t(`search.${day}`) })),
          ...daysBefore().filter((day) => day.date.startsWith(word.value)).map((day) => put(day.date, { hint: t(day.key) })),
        ];
    }
  }

  input.addEventListener("input", () => {
    typed(input.value);
    suggest();
  });
  input.addEventListener("focus", () => input.value === "" && suggest());
  input.addEventListener("click", () => list.element.hidden && suggest());
  input.addEventListener("blur", () => {
    turn += 1;
    list.close();
  });
  input.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.key === "Enter") {
      turn += 1;
      list.close();
      entered(input.value);
    } else if (event.key === "ArrowDown" && list.element.hidden) {
      event.preventDefault();
      down();
    }
  });
  return { element, input };
}

/** Days that one often means, as the server writes them. */
function daysBefore() {
  const at = (back) => {
    const day = new Date();
    day.setDate(day.getDate() - back);
    return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  };
  return [
    { date: at(7), key: "search.weekAgo" },
    { date: at(30), key: "search.monthAgo" },
    { date: at(365), key: "search.yearAgo" },
  ];
}
