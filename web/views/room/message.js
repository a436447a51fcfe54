// One message: who, when, what, and what became of it.

import { calm } from "../../models/inline.js";
import { avatar } from "../../parts/avatar.js";
import { h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";
import { pollElement } from "./poll.js";
import { quoteElement } from "./quote.js";
import { reactionsElement } from "./reactions.js";
import { savedMessages } from "../saved/marks.js";
import { fillText } from "./text.js";
import { shortTimeText, timeText, wholeText } from "./when.js";

/** Longer texts, by letters or by lines, are cut at first. */
const LONG = 2500;
const LINES = 24;

/** What a row's look depends on, as one value: while it is the same, the row is. */
export function signOf({ line, follows }, log) {
  const { app, room } = log;
  const person = app.house.person(line.by.id);
  const called = line.mentions.map((id) => app.house.person(id)?.username ?? "?");
  return [
    line.version,
    follows,
    line.at,
    person?.name ?? line.by.name,
    person?.picture ?? "",
    called.join(),
    savedMessages(app).has(room.id, line.seq),
    room.may.has("take_part"),
    app.prefs.get("clock"),
    log.whole.has(line.seq),
    going.has(`${room.id} ${line.seq}`),
  ].join("\n");
}

/** Messages that are about to be deleted, while that can still be undone: "room seq". */
export const going = new Set();

/** Fills the element of a row. False when the text waits for its parser. */
export function fillMessage(element, row, log) {
  const { line, follows } = row;
  const { app, room } = log;
  const id = element.id;
  const focus = element.contains(document.activeElement) && document.activeElement !== element && document.activeElement.dataset.focus;
  const person = { ...(app.house.person(line.by.id) ?? {}), id: line.by.id, name: calm(app.house.person(line.by.id)?.name ?? line.by.name) };
  const isMine = line.by.id === app.house.me.account.id;
  element.className = ["message", follows && "follows", calls(line, app) && "calls", line.isErased && "erased"].filter(Boolean).join(" ");
  element.classList.toggle("going", going.has(`${room.id} ${line.seq}`));
  element.classList.toggle("mine", isMine);
  element.setAttribute("aria-labelledby", `${id}-who ${id}-at ${id}-text`);
  const text = h("div", { class: "text", dir: "auto", id: `${id}-text` });
  const isReady = line.isErased ? sayErased(text, line, app) : fillText(text, line.text, { app, mentions: mentionsOf(line, app) });
  const toolbar = element.querySelector(":scope > .message-tools");
  element.replaceChildren(
    gutter(person, line, follows, log),
    h(
      "div",
      { class: "said" },
      head(person, line, follows, log, id),
      line.quote && quoteElement(line, log),
      line.forwarded && forwardedElement(line.forwarded, app),
      text,
      isLong(line) && whole(text, line, log),
      line.poll && pollElement(line, log),
      line.reactions.length > 0 && reactionsElement(line, log),
      line.thread && !log.host.thread && threadElement(line, log),
    ),
  );
  if (toolbar) element.append(toolbar);
  if (focus) (element.querySelector(`[data-focus="${CSS.escape(focus)}"]`) ?? element).focus({ preventScroll: true });
  return isReady;
}

const calls = (line, { house }) =>
  line.by.id !== house.me.account.id && (line.mentionsAll || line.mentions.includes(house.me.account.id));

/** Whom a message calls, by folded username. */
function mentionsOf(line, { house }) {
  const called = new Map();
  if (line.mentionsAll) for (const name of ["all", "here"]) called.set(name, "all");
  for (const id of line.mentions) {
    const username = house.person(id)?.username;
    if (username) called.set(username.toLowerCase(), id);
  }
  return called;
}

function gutter(person, line, follows, { app }) {
  if (follows) return h("span", { class: "gutter", "aria-hidden": "true" }, h("time", {}, shortTimeText(app, line.at)));
  return h("a", { class: "gutter", href: app.link.person(line.by.id), tabindex: "-1", "aria-hidden": "true" }, avatar(person, 36));
}

function head(person, line, follows, log, id) {
  const { app, room } = log;
  const marks = [
    line.edits > 0 &&
      h("button", { type: "button", class: "mark", data: { focus: "edited" }, title: line.editedAt ? wholeText(app, line.editedAt) : null, onclick: () => log.host.act(line, "history") }, t("room.edited")),
    line.pinned && h("span", { class: "mark" }, icon("pin", 14), h("span", { class: "unseen" }, t("room.pinned"))),
    savedMessages(app).has(room.id, line.seq) && h("span", { class: "mark" }, icon("bookmark", 14), h("span", { class: "unseen" }, t("room.saved"))),
    line.subject && !log.host.thread && h("a", { class: "mark", href: app.link.thread(room.id, line.subject) }, icon("thread", 14), t("room.inThread")),
  ];
  return h(
    "header",
    {},
    h("a", { class: "who", id: `${id}-who`, href: app.link.person(line.by.id), tabindex: follows ? "-1" : null }, h("bdi", {}, person.name)),
    h("a", { class: "at", id: `${id}-at`, href: app.link.room(room.id, line.seq), title: wholeText(app, line.at), tabindex: follows ? "-1" : null }, h("time", { datetime: new Date(line.at).toISOString() }, timeText(app, line.at))),
    marks,
  );
}

function sayErased(element, line, { house }) {
  const by = line.deleted?.by;
  const key = !line.deleted ? "room.erased" : by === line.by.id ? "room.deleted" : "room.deletedByModerator";
  element.replaceChildren(h("p", {}, icon("trash", 16), t(key, { name: calm(house.person(by)?.name ?? "") })));
  return true;
}

function isLong({ text }) {
  if (text.length < 400) return false;
  const seen = calm(text);
  return seen.length > LONG || seen.split("\n").length > LINES;
}

/** A very long text is cut until it is asked for; it stays whole then as long as its log. */
function whole(text, { seq }, log) {
  const isWhole = log.whole.has(seq);
  text.classList.add("long");
  text.classList.toggle("whole", isWhole);
  const turn = () => {
    if (isWhole) log.whole.delete(seq);
    else log.whole.add(seq);
    log.draw();
  };
  return h("button", { type: "button", class: "link more-text", "aria-expanded": String(isWhole), data: { focus: "whole" }, onclick: turn }, t(isWhole ? "room.showLess" : "room.showAll"));
}

function forwardedElement(forwarded, app) {
  const from = app.house.room(forwarded.room);
  const title = from?.title ?? forwarded.room_title;
  const text = title
    ? t("room.forwardedFrom", { name: calm(forwarded.by_name ?? ""), room: calm(title) })
    : t("room.forwarded", { name: calm(forwarded.by_name ?? "") });
  const mark = [icon("forward", 14), h("bdi", {}, text)];
  return h("p", { class: "forwarded" }, from ? h("a", { href: app.link.room(forwarded.room, forwarded.message) }, mark) : mark);
}

function threadElement(line, { app, room }) {
  return h(
    "a",
    { class: "thread-link", href: app.link.thread(room.id, line.seq), data: { focus: "thread" } },
    icon("thread", 16),
    t("room.answers", { count: line.thread.messages }),
  );
}
