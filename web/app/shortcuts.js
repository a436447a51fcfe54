// The keys that work everywhere: one table, which the sheet of shortcuts shows too.

import { arrangement, neighbour, roomOf, sections } from "../models/sidebar.js";
import { currentLanguage } from "../words/words.js";

/**
 * `keys`: "mod" is ⌘ on Apple's keyboards and Ctrl elsewhere. Without `run` it is only told: its place is another view's.
 * A key without a modifier is a letter to who is writing.
 */
export const shortcuts = [
  { group: "go", name: "switcher", keys: ["mod+k"], run: (app, open) => open("switcher") },
  { group: "go", name: "search", keys: ["/", "mod+f"], run: (app) => app.go(searchHere()) },
  { group: "go", name: "previous", keys: ["alt+ArrowUp"], run: (app) => step(app, -1) },
  { group: "go", name: "next", keys: ["alt+ArrowDown"], run: (app) => step(app, 1) },
  { group: "go", name: "previousUnread", keys: ["alt+shift+ArrowUp"], run: (app) => step(app, -1, isUnread) },
  { group: "go", name: "nextUnread", keys: ["alt+shift+ArrowDown"], run: (app) => step(app, 1, isUnread) },
  { group: "read", name: "markRead", keys: ["Escape"], run: (app) => markRead(app) },
  { group: "read", name: "sheet", keys: ["?"], run: (app, open) => open("shortcuts") },
  { group: "write", name: "send", keys: ["Enter"] },
  { group: "write", name: "newLine", keys: ["shift+Enter"] },
  { group: "write", name: "editLast", keys: ["ArrowUp"] },
  { group: "write", name: "bold", keys: ["mod+b"] },
  { group: "write", name: "italic", keys: ["mod+i"] },
];

const isApple = /mac|iphone|ipad/i.test(globalThis.navigator?.platform ?? "");

/** Whether an event is this combination. */
export function isPressed(combination, event) {
  const parts = combination.split("+");
  const key = parts.pop() || "+";
  const wanted = { alt: parts.includes("alt"), shift: parts.includes("shift"), mod: parts.includes("mod") };
  const command = isApple ? event.metaKey : event.ctrlKey;
  const other = isApple ? event.ctrlKey : event.metaKey;
  if (event.altKey !== wanted.alt || command !== wanted.mod || other) return false;
  // Where a sign stands on a keyboard, and whether with Shift, is the keyboard's business.
  const isSign = key.length === 1 && !/[a-z]/.test(key);
  if (!isSign && event.shiftKey !== wanted.shift) return false;
  return key.length === 1 ? event.key.toLowerCase() === key : event.key === key;
}

/** Takes the keys; `open(name)` opens what lies above everything. Gives what lets them go. */
export function keys(app, open) {
  const press = (event) => {
    if (event.isComposing || event.defaultPrevented || event.repeat) return;
    if (document.querySelector("dialog[open]")) return;
    const one = shortcuts.find((shortcut) => shortcut.run && shortcut.keys.some(
      (combination) => isPressed(combination, event) && isMeant(app, combination, event),
    ));
    if (!one || one.run(app, open) === false) return;
    event.preventDefault();
  };
  addEventListener("keydown", press);
  return () => removeEventListener("keydown", press);
}

/** Keys without a modifier are letters to who writes, and can be switched off (WCAG 2.1.4). */
function isMeant(app, combination, event) {
  if (/^(mod|alt)\+/.test(combination)) return true;
  if (isWriting(event.target)) return combination === "Escape" && event.target.value === "";
  return combination.length > 1 || Boolean(app.prefs.get("keys"));
}

const isWriting = (element) => Boolean(element?.closest?.("input, textarea, select, [contenteditable], [role=menu]"));
const isUnread = (room) => room.unread > 0 && room.level !== "none";

const here = () => roomOf(location.hash);
const searchHere = () => (here() ? `#/search?room=${here()}` : "#/search");

function step(app, by, wanted) {
  const arranged = arrangement(app.prefs.get(`sidebar.${app.house.me.account.id}`));
  const rooms = sections(app.house.joined, arranged, { language: currentLanguage() }).flatMap(
    (part) => (part.name === "archived" ? [] : part.rooms),
  );
  const room = neighbour(rooms, here(), by, wanted);
  if (room) app.go(app.link.room(room.id));
}

function markRead(app) {
  const room = here() && app.house.room(here());
  if (!room || room.unread === 0) return false;
  app.house.read(room, room.head);
}
