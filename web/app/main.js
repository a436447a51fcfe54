// Puts the parts together: who is there, which room, and what to draw when something happens.

import { API, Refusal } from "./api.js";
import { House } from "./house.js";
import { EntryView } from "./views/entry.js";
import { RoomsView } from "./views/rooms.js";
import { TalkView } from "./views/talk.js";

const element = (id) => document.getElementById(id);
const api = new API();
const entry = new EntryView(api, () => open());
const lastRoom = "roost.room";

let server = null;
let house = null;
const roomsView = new RoomsView(() => house, { created: goTo });
const talk = new TalkView(() => house);

/** Nobody, or the one whose cookie it is. */
async function open(why) {
  element("opening-retry").hidden = true;
  let me;
  try {
    [server, me] = await Promise.all([api.server(), api.me().catch(nullIfLoggedOut)]);
  } catch (error) {
    element("opening").hidden = false;
    element("opening-text").textContent = error.message;
    element("opening-retry").hidden = false;
    return;
  }
  element("opening").hidden = true;
  if (me) enter(me);
  else entry.show(server, why);
}

function nullIfLoggedOut(error) {
  if (error instanceof Refusal && error.status === 401) return null;
  throw error;
}

function enter({ account, rooms }) {
  entry.hide();
  element("house").hidden = false;
  element("server-name").textContent = server.name || "Roost";
  const liveURL = new URL("/v1/live", location.href);
  liveURL.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  const joined = rooms.map((room) => ({ ...room, joined: true }));
  house = new House({ api, account, rooms: joined, storage: storage(), liveURL, listen: happened });
  house.start();
  if (location.hash.length < 2) chooseFirst();
  turn();
}

/** Logged out, here or elsewhere. */
function exit(why) {
  house?.stop();
  house = null;
  element("house").hidden = true;
  element("self-problem").textContent = "";
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  open(why);
}

function happened(what, room) {
  if (!house) return;
  switch (what) {
    case "connection":
      talk.drawConnection();
      if (house.connection === "open") talk.recovered();
      break;
    case "ended":
      exit("You were logged out. Log in again to go on.");
      break;
    case "rooms":
      // A room that was named in the address may only now be known.
      if (!talk.room && location.hash.length > 1) turn();
      roomsView.draw();
      drawTitle();
      break;
    case "presence":
      if (room === house.open) talk.drawPeople();
      break;
    default:
      if (room === house.open) talk.draw();
  }
}

// Which room

/** With one room there is nothing to choose; where both fit on the screen, the last one is shown. */
function chooseFirst() {
  const own = house.rooms.filter((room) => room.joined);
  const wide = matchMedia("(min-width: 48rem)").matches;
  const last = own.find((room) => room.handle === storage()?.getItem(lastRoom));
  const room = own.length === 1 ? own[0] : wide ? (last ?? own[0]) : null;
  if (room) history.replaceState(null, "", `#${encodeURIComponent(room.handle)}`);
}

function goTo(room) {
  location.hash = encodeURIComponent(room.handle);
}

/** Shows the room that the address names. */
function turn() {
  if (!house) return;
  let handle = "";
  try {
    handle = decodeURIComponent(location.hash.slice(1));
  } catch {
    // No name: no room.
  }
  const room = handle ? house.named(handle) : null;
  element("house").dataset.at = room ? "room" : "rooms";
  house.look(room);
  talk.show(room);
  talk.drawConnection();
  roomsView.draw();
  drawTitle();
  if (!room) return;
  storage()?.setItem(lastRoom, room.handle);
  talk.focus();
}

function drawTitle() {
  const unread = house.rooms.reduce((sum, room) => sum + room.unread, 0);
  const place = talk.room ? `${talk.room.title} – ${server.name || "Roost"}` : server.name || "Roost";
  document.title = unread > 0 ? `(${unread}) ${place}` : place;
}

/** The browser's storage, where it may be used. */
function storage() {
  try {
    return globalThis.localStorage;
  } catch {
    return null;
  }
}

element("opening-retry").onclick = () => open();
element("log-out").onclick = async () => {
  try {
    await house.logOut();
  } catch (error) {
    if (!(error instanceof Refusal && error.status === 401)) {
      element("self-problem").textContent = error.message;
      return;
    }
  }
  exit("");
};
window.onhashchange = turn;
window.ononline = () => house?.retryNow();
document.onvisibilitychange = () => {
  if (document.hidden || !house) return;
  house.retryNow();
  house.look(talk.room);
  roomsView.draw();
  drawTitle();
};
open();
