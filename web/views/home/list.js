// The rooms in their sections. Arrow keys move, one row alone is a stop of the Tab key; what did not change is not touched.

import { h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { arrangement, folded, roomOf, sections } from "../../models/sidebar.js";
import { currentLanguage, t } from "../../words/words.js";
import { arrange } from "./arrange.js";
import { longPress } from "./longpress.js";
import { muted } from "./muted.js";
import { row } from "./row.js";

/** `{ element, draw(), focusCurrent(), shown() }`. `extras` gives, by the section's name, a button that stands in its head. */
export function roomList(app, { extras = {} } = {}) {
  const key = `sidebar.${app.house.me.account.id}`;
  const element = h("div", { class: "room-list" });
  const rows = new Map();
  const groups = new Map();
  const silence = muted(app);
  let current = null;
  let lit = null;
  let stopped = null;
  const arranged = () => arrangement(app.prefs.get(key));
  const keep = (next) => {
    app.prefs.set(key, next);
    draw();
  };
  const shown = () => sections(app.house.joined, arranged(), { language: currentLanguage() });
  const actions = arrange(app, { element, arranged, keep, shown, rowOf: (id) => rows.get(id) });

  function draw() {
    silence.keep(app.house.joined);
    current = roomOf(location.hash);
    const parts = shown();
    const kept = arranged();
    const there = new Set();
    for (const [index, part] of parts.entries()) {
      const group = groupOf(part.name);
      const isFolded = kept.folded.includes(part.name);
      group.toggle.setAttribute("aria-expanded", String(!isFolded));
      // A folded section still shows what is new in it, and where one is.
      const visible = isFolded ? part.rooms.filter(
        (room) => room.id === current || (part.name !== "archived" && room.unread > 0),
      ) : part.rooms;
      group.element.classList.toggle("folded", isFolded);
      const wanted = visible.map((room) => {
        there.add(room.id);
        return rowOf(room).element;
      });
      settle(group.list, wanted);
      if (element.children[index] !== group.element) element.insertBefore(group.element, element.children[index] ?? null);
    }
    const names = new Set(parts.map((part) => part.name));
    for (const [name, group] of groups) if (!names.has(name)) group.element.remove();
    for (const [id, one] of rows) {
      if (there.has(id)) one.draw();
      else if (!app.house.room(id)?.joined) rows.delete(id);
    }
    mark();
  }

  function rowOf(room) {
    let one = rows.get(room.id);
    if (!one || one.room !== room) {
      one = row(app, room, silence, (anchor) => actions.menu(room, anchor));
      rows.set(room.id, one);
    }
    return one;
  }

  function groupOf(name) {
    if (groups.has(name)) return groups.get(name);
    const list = h("ul", { role: "list", id: `rooms-${name}` });
    const toggle = h(
      "button",
      { type: "button", class: "fold", "aria-controls": list.id },
      icon("back", 14),
      t(`home.section.${name}`),
    );
    toggle.addEventListener("click", () => keep(folded(arranged(), name, !arranged().folded.includes(name))));
    const group = {
      list,
      toggle,
      element: h("section", { class: "rooms-section", data: { section: name } }, h("h2", {}, toggle, extras[name]?.()), list),
    };
    groups.set(name, group);
    return group;
  }

  /** Which room is open, and which row the Tab key stops at. Of hundreds of rows two change. */
  function mark(stop = null) {
    current = roomOf(location.hash);
    const there = (link) => (link && element.contains(link) ? link : null);
    const link = there(rows.get(current)?.link);
    if (link !== lit) {
      lit?.removeAttribute("aria-current");
      link?.setAttribute("aria-current", "page");
      lit = link;
    }
    const focused = document.activeElement?.matches(".room-row > a") ? document.activeElement : null;
    const chosen = stop ?? there(focused) ?? link ?? there(stopped) ?? element.querySelector(".room-row > a");
    if (chosen === stopped) return;
    for (const [one, index] of [[stopped, -1], [chosen, 0]]) {
      for (const part of one ? [one, one.nextElementSibling] : []) part.tabIndex = index;
    }
    stopped = chosen;
  }

  const stops = () => [...element.querySelectorAll(".room-row > a")];

  element.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const links = stops();
    const at = links.indexOf(event.target);
    if (at < 0) return;
    const to = {
      ArrowDown: Math.min(at + 1, links.length - 1),
      ArrowUp: Math.max(at - 1, 0),
      Home: 0,
      End: links.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    links[to].focus();
  });
  element.addEventListener("focusin", (event) => {
    if (event.target.matches(".room-row > a")) mark(event.target);
  });

  longPress(element, ".room-row", (one) => one.querySelector(".more")?.click());
  return { element, draw, mark, shown: () => shown().flatMap((part) => part.rooms), focusCurrent: () => stopped?.focus() };
}

/** Brings these children into a list, touching what stands wrong alone. */
function settle(list, wanted) {
  const keep = new Set(wanted);
  for (const child of [...list.children]) if (!keep.has(child)) child.remove();
  for (const [index, child] of wanted.entries()) {
    if (list.children[index] !== child) list.insertBefore(child, list.children[index] ?? null);
  }
}
