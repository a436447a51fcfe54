// Makes the house of who is logged in with this browser: from what was kept, at once, or from the server.
//
//   const house = await openHouse(api)     null: nobody is logged in. Throws Unreachable when the server says nothing and
//                                          nothing was kept here.
// `known` has the answers of /v1/me and /v1/server, if they were asked for already: { me, server }.
//
// The house is started. Its "ended" says that the session is over: then `openHouse` again tells who is logged in now.

import { Live } from "../net/live.js";
import { forgetPictures } from "../net/serviceworker.js";
import { keptHouse } from "./cache.js";
import { House } from "./house.js";
import { openStore } from "./store.js";

/** Who was logged in last, so that a start without a network knows whose things to show. */
const WHO = "roost.account";
/** What is this browser's, whoever uses it. */
const LOOKS = new Set(["roost.prefs", "roost.dir"]);

export async function openHouse(api, { known = {}, location = globalThis.location } = {}) {
  const last = Number(remembered());
  const store = last > 0 ? await openStore(last) : null;
  const kept = store && (await keptHouse(store).catch(() => null));
  if (kept) return begin(api, { ...kept, kept, store, location });

  let me;
  try {
    me = known.me ?? (await api.get("/v1/me"));
  } catch (error) {
    if (error.status === 401) return null;
    throw error;
  }
  const { account, profile, rooms } = me;
  const parts = {
    me: { account, profile },
    rooms: rooms.map((room) => ({ ...room, joined: true })),
    server: known.server ?? (await api.get("/v1/server")),
    store: account.id === last ? store : await openStore(account.id),
  };
  remember(account.id);
  return begin(api, { ...parts, location });
}

function begin(api, { me, server, rooms, kept, store, location }) {
  const url = new URL("/v1/live", location.href);
  url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  const channel = openChannel(me.account.id);
  const house = new House({ api, me, server, rooms, kept, store, channel, live: (on) => new Live(url, on) });
  const stopListening = listen(house);
  house.on("ended", ({ byOneself }) => {
    forget(byOneself);
    forgetPictures();
    stopListening();
  });
  house.start();
  return house;
}

/** Reaches the account's other pages in this browser; null where that is forbidden. */
function openChannel(account) {
  try {
    return new BroadcastChannel(`roost.${account}`);
  } catch {
    // Each page then sends what it finds in the outbox; the key keeps that harmless.
    return null;
  }
}

/** What the browser tells of the network and of the page. */
function listen(house) {
  const wake = () => house.wake();
  const turned = () => (document.hidden ? house.rest() : house.wake());
  const rest = () => house.rest();
  addEventListener("online", wake);
  addEventListener("offline", wake);
  addEventListener("pagehide", rest);
  document.addEventListener("visibilitychange", turned);
  return () => {
    removeEventListener("online", wake);
    removeEventListener("offline", wake);
    removeEventListener("pagehide", rest);
    document.removeEventListener("visibilitychange", turned);
  };
}

function remembered() {
  try {
    return localStorage.getItem(WHO);
  } catch {
    return null;
  }
}

function remember(account) {
  try {
    localStorage.setItem(WHO, account);
  } catch {
    // Then a start without a network shows nobody's things.
  }
}

/** Who logged out leaves nothing of his own; how the page looks is the browser's. */
function forget(byOneself) {
  try {
    const isOwn = (name) => name.startsWith("roost.") && !LOOKS.has(name);
    for (const name of byOneself ? Object.keys(localStorage).filter(isOwn) : [WHO]) localStorage.removeItem(name);
  } catch {
    // Nothing was kept.
  }
}
