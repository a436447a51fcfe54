// The few actions at the edge of the message that is pointed at or has the focus, and the menu of all on a long press.

import { h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";
import { actionsFor, openActions } from "./actions.js";
import { write } from "./frames.js";
import { QUICK, react } from "./reactions.js";

const LONG = 500;
const SLIP = 10;

export function equip(log) {
  const element = h("div", { class: "message-tools", role: "group", "aria-label": t("room.actions") });
  let shown = null;
  let pointed = null;
  const point = () => show(pointed);

  const show = (row) => {
    const line = row && log.lineOf(row);
    if (!line?.isMessage) return hide();
    // A message that is drawn anew keeps its toolbar; what one may do can have changed.
    const sign = `${line.seq} ${line.version} ${line.reactions.map(({ mine }) => mine)}`;
    if (shown === row && element.dataset.sign === sign && element.isConnected) return;
    shown = row;
    element.dataset.sign = sign;
    element.replaceChildren(...buttons(log, line, row));
    row.append(element);
  };
  const hide = () => {
    shown = null;
    element.remove();
  };

  const hasFocus = () => element.contains(document.activeElement) || element.querySelector("[aria-expanded='true']");
  log.list.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse" || hasFocus()) return;
    pointed = event.target.closest("[data-seq]");
    if (pointed !== shown) write(point);
  });
  log.element.addEventListener("pointerleave", () => !hasFocus() && !log.list.contains(document.activeElement) && hide());
  log.list.addEventListener("focusin", ({ target }) => !element.contains(target) && target.matches(":focus-visible") && show(target.closest("[data-seq]")));
  log.list.addEventListener("focusout", ({ relatedTarget }) => !log.list.contains(relatedTarget) && !document.querySelector(".menu") && hide());
  log.list.addEventListener("contextmenu", (event) => {
    // A long press on a touch screen; with a mouse the browser's own menu is what one expects.
    if (event.pointerType === "touch" && !isOwnPress(event.target)) event.preventDefault();
  });
  press(log);
}

function buttons(log, line, row) {
  const actions = actionsFor(log, line).filter(Boolean);
  const of = (id) => actions.find((action) => action.id === id);
  const button = (label, content, run, more = {}) =>
    h("button", { type: "button", class: "quiet", "aria-label": label, title: label, onclick: (event) => run(event.currentTarget), ...more }, content);
  const quick = of("react")
    ? QUICK.map((emoji) => button(t("room.reactWith", { emoji }), h("span", { class: "emoji" }, emoji), () => react(log, line, emoji)))
    : [];
  const few = ["react", "reply", "thread", "edit"]
    .map(of)
    .filter(Boolean)
    .map((action) => button(action.label, icon(action.icon, 18), (anchor) => action.run(anchor), { title: action.key ? `${action.label} (${action.key})` : action.label }));
  return [
    ...quick,
    ...few,
    button(t("room.moreActions"), icon("more", 18), (anchor) => openActions(log, line, anchor), { "aria-haspopup": "menu" }),
  ];
}

/** Links to elsewhere have a menu of the browser's. */
const isOwnPress = (element) => Boolean(element.closest("a[target]"));

/** A long press opens the menu when the finger is lifted (before, that would close it again), unless it slips: then it scrolls. */
function press(log) {
  let timer = null;
  let from = null;
  let pressed = null;
  const end = () => {
    clearTimeout(timer);
    pressed?.classList.remove("pressed");
    pressed = null;
  };
  log.list.addEventListener("pointerdown", (event) => {
    end();
    const row = event.target.closest("[data-seq]");
    if (event.pointerType !== "touch" || isOwnPress(event.target) || !(row && log.lineOf(row)?.isMessage)) return;
    from = event;
    timer = setTimeout(() => {
      pressed = row;
      row.classList.add("pressed");
      navigator.vibrate?.(10);
    }, LONG);
  });
  log.list.addEventListener("pointermove", (event) => {
    if (from && Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) > SLIP) end();
  });
  log.list.addEventListener("pointerup", () => {
    const row = pressed;
    end();
    const line = row && log.lineOf(row);
    if (!line) return;
    // The click that ends the press is not for what lies below it.
    addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => {
      removeEventListener("click", swallow, { capture: true });
      openActions(log, line, row);
    }, 50);
  });
  log.list.addEventListener("pointercancel", end);
}

function swallow(event) {
  event.preventDefault();
  event.stopPropagation();
}
