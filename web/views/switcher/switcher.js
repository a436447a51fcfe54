// Getting anywhere by a few letters: rooms, people, and what one can do. ">" asks for what one can do alone.

import { avatar } from "../../parts/avatar.js";
import { openDialog } from "../../parts/dialog.js";
import { h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { listbox } from "../../parts/listbox.js";
import { fit } from "../../models/fuzzy.js";
import { roomOf } from "../../models/sidebar.js";
import { t } from "../../words/words.js";
import { openDirect } from "../people/converse.js";
import { commands } from "./commands.js";

const MOST = 12;
const PAUSE_MS = 150;

export async function open(app) {
  if (document.querySelector("dialog.switcher")) return;
  await app.style("search");
  const recent = app.prefs.get(`recent.${app.house.me.account.id}`) ?? [];
  const actions = commands(app);
  const input = h(
    "input",
    {
      type: "text",
      placeholder: t("switcher.placeholder"),
      "aria-label": t("switcher.title"),
      spellcheck: "false",
      autocapitalize: "none",
    },
  );
  const list = listbox(input, { label: t("switcher.title"), render, choose, onescape: () => true });
  const state = h("p", { class: "aside", role: "status" });
  let turn = 0;
  let timer = null;
  let far = { people: [], rooms: [] };
  const dialog = openDialog(
    { title: t("switcher.title"), size: "switcher", body: [input, list.element, state], onclose: () => clearTimeout(timer) },
  );

  function render({ room, person, command }) {
    if (command) return h("span", { class: "person-line" }, icon(command.icon, 20), h("span", { class: "name" }, command.label));
    if (person) return h(
      "span",
      { class: "person-line" },
      avatar(person, 24, { presence: true }),
      h("bdi", { class: "name" }, person.name || person.username),
      h("bdi", { class: "aside" }, `@${person.username}`),
    );
    const other = room.kind === "direct" && room.person;
    const sign = other ? avatar(app.house.person(other.id) ?? other, 24) : icon(
      room.kind === "group" ? "people" : room.entry === "invited" ? "lock" : "hash",
      20,
    );
    const marks = room.mentions > 0 ? h("span", { class: "mentions" }, String(room.mentions)) : room.unread > 0 && h(
      "span",
      { class: "count" },
      String(room.unread),
    );
    return h(
      "span",
      { class: room.unread > 0 ? "person-line unread" : "person-line" },
      sign,
      h("bdi", { class: "name" }, room.title),
      marks,
      room.joined === false && h("span", { class: "aside" }, t("switcher.notIn")),
    );
  }

  async function choose({ room, person, command }) {
    dialog.close();
    try {
      if (command) await command.run();
      else if (person) await openDirect(app, person.id);
      else app.go(app.link.room(room.id));
    } catch (error) {
      app.toast(app.say(error));
    }
  }

  /** `isSame`: nothing was typed, so what was chosen stays chosen. */
  function draw(isSame = false) {
    const typed = input.value.trim();
    const only = typed.startsWith(">");
    const words = only ? typed.slice(1).trim() : typed;
    const options = only ? ranked(words, actions.map(asCommand)) : words ? found(words) : begin();
    const before = list.active;
    const at = isSame ? options.filter((option) => !option.heading).findIndex(
      (option) => before && idOf(option) === idOf(before),
    ) : -1;
    list.show(options, Math.max(0, at));
    state.textContent = options.length === 0 ? t("switcher.nothing") : "";
  }

  /** Without a word: what is unread, then where one was. */
  function begin() {
    const unread = app.house.joined.filter((room) => room.unread > 0 && room.level !== "none").sort(
      (a, b) => b.mentions - a.mentions || b.unread - a.unread,
    );
    const were = recent.map((id) => app.house.room(id)).filter((room) => room?.joined && room.unread === 0 && room.id !== here());
    return [
      ...headed("switcher.unread", unread.slice(0, MOST).map((room) => ({ room }))),
      ...headed("switcher.recent", were.slice(0, 8).map((room) => ({ room }))),
      ...headed("switcher.commands", actions.slice(0, 4).map(asCommand)),
    ];
  }

  function found(words) {
    const rooms = app.house.joined.map((room) => ({ room, name: room.title, more: roomBonus(room) }));
    const known = new Set(app.house.joined.map((room) => room.id));
    const others = far.rooms.filter((room) => !known.has(room.id)).map(
      (room) => ({ room: { ...room, joined: false }, name: room.title, more: -20 }),
    );
    const written = new Set(app.house.joined.filter((room) => room.kind === "direct").map((room) => room.person?.id));
    const people = far.people.filter((person) => !written.has(person.id) && person.id !== app.house.me.account.id).map(
      (person) => ({ person, name: `${person.name} ${person.username}`, more: -5 }),
    );
    return ranked(words, [...rooms, ...people, ...others, ...actions.map(asCommand)]).slice(0, MOST);
  }

  function roomBonus(room) {
    const at = recent.indexOf(room.id);
    return (room.unread > 0 ? 6 : 0) + (at < 0 ? 0 : Math.max(0, 10 - at)) - (room.archived ? 15 : 0);
  }

  const asCommand = (command) => ({ command, name: command.label, more: -10 });
  const headed = (key, options) => (options.length > 0 ? [{ heading: t(key) }, ...options] : []);
  const ranked = (words, all) =>
    all
      .map((one) => ({ one, score: fit(words, one.name) }))
      .filter(({ score }) => score !== null)
      .sort((a, b) => b.score + (b.one.more ?? 0) - a.score - (a.one.more ?? 0))
      .map(({ one }) => one);

  /** Names that only the server knows. */
  async function ask() {
    const words = input.value.trim();
    if (!words || words.startsWith(">")) return;
    const mine = (turn += 1);
    const [people, rooms] = await Promise.all([
      app.api.get("/v1/people", { q: words, limit: 8 }).then((answer) => answer.people, () => []),
      app.api.get("/v1/rooms", { q: words, limit: 8 }).then((answer) => answer.rooms, () => []),
    ]);
    if (mine !== turn || !dialog.isConnected) return;
    far = { people, rooms };
    draw(true);
  }

  input.addEventListener("input", () => {
    draw();
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  });
  draw();
  input.focus();
}

const idOf = ({ room, person, command }) =>
  room ? `room ${room.id}` : person ? `person ${person.id}` : `command ${command.label}`;

const here = () => roomOf(location.hash);
