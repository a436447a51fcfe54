// The picker of emoji: groups as tabs, a search, skin tones, and what one used last. Arrows move in the grid.

import { style } from "../../app/style.js";
import { tinted } from "../../models/emoji.js";
import { fill, h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { place } from "../../parts/menu.js";
import { t } from "../../words/words.js";
import { emojiSet } from "./emoji-data.js";
import { emojiUsed, recentEmoji, setSkinTone, skinTone } from "./emoji-habits.js";

const COLUMNS = 8;
const HAND = "✋";
const tones = ["", "🏻", "🏼", "🏽", "🏾", "🏿"];
const signs = { smileys: "😀", people: "👋", nature: "🌱", food: "🍎", travel: "🚀", activities: "⚽", objects: "💡", symbols: "❤️", flags: "🏁" };

/** Opens at `anchor`, where the focus goes back to. `onpick(char)` is called once, and the picker closes. */
export async function openEmojiPicker(anchor, onpick) {
  document.querySelector(".emoji-picker")?.hidePopover();
  await style("emoji");
  new Picker(anchor, onpick).open();
}

class Picker {
  #anchor;
  #onpick;
  #set = null;
  #group = null;
  #picked = false;
  #search = h("input", {
    type: "search",
    placeholder: t("compose.emojiSearch"),
    "aria-label": t("compose.emojiSearch"),
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    enterkeyhint: "done",
  });
  #tabs = h("div", { class: "emoji-tabs", role: "tablist", "aria-label": t("compose.emojiGroups") });
  #body = h("div", { class: "emoji-body", role: "tabpanel", id: "emoji-body" });
  #found = h("p", { class: "unseen", role: "status" });
  #shown = h("p", { class: "emoji-shown", "aria-hidden": "true" });
  #element;

  constructor(anchor, onpick) {
    this.#anchor = anchor;
    this.#onpick = onpick;
    this.#element = h(
      "div",
      { class: "emoji-picker", popover: "auto", role: "dialog", tabindex: "-1", "aria-label": t("compose.emojiPicker") },
      this.#search,
      this.#tabs,
      this.#found,
      this.#body,
      h("div", { class: "emoji-foot" }, this.#shown, this.#toneChoice()),
    );
    this.#search.addEventListener("input", () => this.#draw());
    this.#element.addEventListener("keydown", (event) => this.#key(event));
    this.#element.addEventListener("toggle", (event) => event.newState === "closed" && this.#closed());
    this.#body.addEventListener("click", (event) => this.#pick(event.target.closest("[data-char]")));
    this.#body.addEventListener("focusin", (event) => this.#show(event.target));
    this.#body.addEventListener("pointerover", (event) => this.#show(event.target.closest("[data-char]")));
  }

  async open() {
    // Beside an open dialog nothing outside it can be used.
    (this.#anchor.closest("dialog") ?? document.body).append(this.#element);
    fill(this.#body, h("p", { class: "emoji-word" }, t("compose.emojiLoading")));
    this.#element.showPopover();
    place(this.#element, this.#anchor);
    this.#anchor.setAttribute("aria-expanded", "true");
    // On a touch screen the keyboard would lie over what one wants to see.
    if (matchMedia("(pointer: fine)").matches) this.#search.focus();
    else this.#element.focus();
    await this.#load();
  }

  async #load() {
    try {
      this.#set = await emojiSet();
    } catch {
      const again = h("button", { type: "button", class: "plain", onclick: () => this.#load() }, t("app.retry"));
      fill(this.#body, h("div", { class: "emoji-word" }, h("p", {}, t("compose.emojiMissing")), again));
      return;
    }
    this.#group = recentEmoji().length >= COLUMNS ? "recent" : this.#set.groups[0]?.id;
    this.#drawTabs();
    this.#draw();
  }

  #drawTabs() {
    const groups = [...(recentEmoji().length > 0 ? ["recent"] : []), ...this.#set.groups.map((group) => group.id)];
    const tab = (id) =>
      h(
        "button",
        {
          type: "button",
          role: "tab",
          class: "quiet",
          title: t(`compose.emoji.${id}`),
          "aria-label": t(`compose.emoji.${id}`),
          "aria-controls": "emoji-body",
          data: { group: id },
          onclick: () => this.#turnTo(id),
        },
        id === "recent" ? icon("clock") : signs[id],
      );
    fill(this.#tabs, groups.map(tab));
  }

  #turnTo(group) {
    this.#group = group;
    this.#search.value = "";
    this.#draw();
  }

  #draw() {
    if (!this.#set) return;
    const query = this.#search.value.trim();
    const isSearch = query !== "";
    for (const tab of this.#tabs.children) {
      const isChosen = !isSearch && tab.dataset.group === this.#group;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen || (isSearch && tab === this.#tabs.firstChild) ? 0 : -1;
    }
    const label = isSearch ? t("compose.emojiFound") : t(`compose.emoji.${this.#group}`);
    this.#body.setAttribute("aria-label", label);
    const cells = isSearch ? this.#set.search(query, { favoured: recentEmoji() }).map(this.#cell) : this.#cells();
    if (isSearch) this.#found.textContent = t("compose.emojiCount", { count: cells.length });
    if (cells.length === 0) fill(this.#body, h("p", { class: "emoji-word" }, t("compose.emojiNone")));
    else fill(this.#body, h("div", { class: "emoji-grid", role: "grid", "aria-label": label }, rows(cells)));
    if (cells[0]) cells[0].tabIndex = 0;
    this.#body.scrollTop = 0;
    this.#show(isSearch ? cells[0] : null);
  }

  #cells() {
    if (this.#group !== "recent") return this.#set.groups.find((group) => group.id === this.#group).emoji.map(this.#cell);
    return recentEmoji()
      .filter((char) => this.#set.written(char))
      .map((char) => cell(this.#set.written(char), char));
  }

  #cell = (emoji) => cell(emoji, tinted(emoji, skinTone()));

  #show(cell) {
    const emoji = cell?.dataset?.char && this.#set?.written(cell.dataset.char);
    if (emoji) fill(this.#shown, h("bdi", { lang: "en" }, emoji.name), h("code", {}, `:${emoji.aliases[0] ?? emoji.code}:`));
    else fill(this.#shown);
  }

  #pick(cell) {
    if (!cell || this.#picked) return;
    this.#picked = true;
    const { char } = cell.dataset;
    emojiUsed(char);
    this.#element.hidePopover();
    this.#onpick(char);
  }

  #key(event) {
    if (event.isComposing) return;
    const cells = [...this.#body.querySelectorAll("[data-char]")];
    if (this.#tabs.contains(event.target)) return this.#moveInTabs(event);
    if (event.target === this.#search) {
      if (event.key === "Enter") {
        event.preventDefault();
        if (this.#search.value.trim()) this.#pick(cells[0]);
      } else if (event.key === "ArrowDown" && cells.length > 0) {
        event.preventDefault();
        focus(cells, 0);
      }
      return;
    }
    const at = cells.indexOf(event.target);
    if (at < 0) return;
    if (event.key === "ArrowUp" && at < COLUMNS) {
      event.preventDefault();
      return this.#search.focus();
    }
    const to = step(event, at, cells.length);
    if (to === null) return;
    event.preventDefault();
    focus(cells, to);
  }

  #moveInTabs(event) {
    const tabs = [...this.#tabs.children];
    const at = tabs.indexOf(event.target);
    const { forwards, backwards } = directions();
    const to = { [forwards]: at + 1, [backwards]: at - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      const tab = tabs.at(to % tabs.length);
      tab.focus();
      this.#turnTo(tab.dataset.group);
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      this.#body.querySelector("[data-char]")?.focus();
    }
  }

  #toneChoice() {
    const choose = (tone) => {
      setSkinTone(tone);
      this.#draw();
    };
    const radio = (sign, tone) =>
      h(
        "label",
        { title: t(`compose.tone.${tone}`) },
        h("input", {
          type: "radio",
          name: "tone",
          value: String(tone),
          checked: tone === skinTone(),
          "aria-label": t(`compose.tone.${tone}`),
          onchange: () => choose(tone),
        }),
        h("span", { "aria-hidden": "true" }, HAND + sign),
      );
    return h("fieldset", { class: "emoji-tones" }, h("legend", { class: "unseen" }, t("compose.tones")), tones.map(radio));
  }

  #closed() {
    const hadFocus = this.#element.contains(document.activeElement) || document.activeElement === document.body;
    this.#element.remove();
    this.#anchor.setAttribute("aria-expanded", "false");
    if (hadFocus && !this.#picked && this.#anchor.isConnected) this.#anchor.focus();
  }
}

function cell(emoji, char) {
  return h(
    "button",
    { type: "button", role: "gridcell", tabindex: "-1", lang: "en", "aria-label": emoji.name, data: { char } },
    char,
  );
}

function rows(cells) {
  const found = [];
  for (let at = 0; at < cells.length; at += COLUMNS) {
    found.push(h("div", { class: "emoji-row", role: "row" }, cells.slice(at, at + COLUMNS)));
  }
  return found;
}

function focus(cells, at) {
  for (const one of cells) one.tabIndex = -1;
  cells[at].tabIndex = 0;
  cells[at].focus();
}

/** Where a key leads to among `count` in rows of `COLUMNS`; null if it leads nowhere. */
function step(event, at, count) {
  const { forwards, backwards } = directions();
  const rowStart = at - (at % COLUMNS);
  const last = count - 1;
  const to = {
    ArrowDown: rowStart + COLUMNS <= last ? Math.min(at + COLUMNS, last) : at,
    ArrowUp: at - COLUMNS,
    [forwards]: at + 1,
    [backwards]: at - 1,
    Home: event.ctrlKey ? 0 : rowStart,
    End: event.ctrlKey ? last : Math.min(rowStart + COLUMNS - 1, last),
    PageDown: Math.min(at + 5 * COLUMNS, last),
    PageUp: Math.max(at - 5 * COLUMNS, at % COLUMNS),
  }[event.key];
  return to === undefined || to < 0 || to > last ? null : to;
}

/** The arrows along a line of text. */
function directions() {
  const isTurned = document.documentElement.dir === "rtl";
  return { forwards: isTurned ? "ArrowLeft" : "ArrowRight", backwards: isTurned ? "ArrowRight" : "ArrowLeft" };
}
