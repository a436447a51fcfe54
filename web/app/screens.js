// Which module shows which address. Everything here is loaded when it is first needed.

import { speakMore } from "../words/words.js";
import { style } from "./style.js";

const part = (load, ...styles) => ({ load, styles });

/** What `<main>` shows: by the first part of the address. */
export const screens = {
  rooms: part(() => import("../views/room/room.js"), "room", "message", "prose", "compose"),
  browse: part(() => import("../views/browse/browse.js"), "search"),
  search: part(() => import("../views/search/search.js"), "search"),
  saved: part(() => import("../views/saved/saved.js"), "room", "message", "prose"),
  scheduled: part(() => import("../views/scheduled/scheduled.js"), "compose"),
  notices: part(() => import("../views/notices/notices.js"), "search"),
  settings: part(() => withMoreWords(import("../views/settings/settings.js")), "settings"),
  admin: part(() => withMoreWords(import("../views/admin/admin.js")), "admin"),
  join: part(() => import("../views/entry/join.js")),
  welcome: part(() => import("./welcome.js")),
};

/** What the panel shows. The thread of a room is shown by the room itself. */
export const panels = {
  about: part(() => import("../views/about/about.js"), "about"),
  person: part(() => import("../views/people/person.js"), "about"),
};

/** What is beside or above everything. */
export const extras = {
  sidebar: part(() => import("../views/home/home.js"), "home", "choosing"),
  switcher: part(() => import("../views/switcher/switcher.js"), "search"),
  shortcuts: part(() => import("../views/shortcuts/shortcuts.js"), "search"),
  notify: part(() => import("../views/notify/notify.js")),
};

async function withMoreWords(loading) {
  const [module] = await Promise.all([loading, speakMore()]);
  return module;
}

/** The module and its stylesheets, at the same time. */
export async function fetched({ load, styles }) {
  const [module] = await Promise.all([load(), ...styles.map(style)]);
  return module;
}

/** `{ screen, panel }`: names in the tables above. `screen` is null where the address only opens a panel. */
export function placeOf({ path }) {
  if (path[0] === "people") return { screen: null, panel: "person" };
  if (path[0] === "rooms" && path[1]) return { screen: "rooms", panel: path[2] === "about" ? "about" : null };
  const known = path[0] !== "rooms" && Object.hasOwn(screens, path[0] ?? "");
  return { screen: known ? path[0] : "welcome", panel: null };
}
