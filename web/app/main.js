// The start: who is there, and what he sees. Logged out the page is a log-in form and little else.

import { API } from "../net/api.js";
import { say } from "../words/say.js";
import { speak, t, translate } from "../words/words.js";
import { Entry } from "../views/entry/entry.js";
import { browserStorage, Prefs, wear } from "./prefs.js";
import "./install.js";
import { Router } from "./router.js";

const api = new API();
const prefs = new Prefs();
const router = new Router();
const entry = new Entry({ api, prefs, router, entered: () => enter() });
let shell = null;

/** Whoever was here before is let in with what was kept, also without a network; models/opening.js remembers who it was. */
const wasHere = () => Boolean(browserStorage()?.getItem("roost.account"));

async function start(why = "") {
  if (wasHere()) return enter();
  let server = null;
  let me = null;
  try {
    [server, me] = await Promise.all([api.get("/v1/server"), api.get("/v1/me").catch(nobody)]);
  } catch (error) {
    return entry.show(null, say(error), () => start());
  }
  if (me) return enter({ server, me });
  entry.show(server, why);
  // Who begins to type will soon be in, and need not wait then for what he has not fetched yet.
  addEventListener("input", fetchAhead, { once: true });
}

/** It only saves time. */
function fetchAhead() {
  import("./ahead.js").catch(() => {});
}

function nobody(error) {
  if (error.status === 401) return null;
  throw error;
}

/** `known`: what the server said already. */
async function enter(known) {
  let house = null;
  fetchAhead();
  try {
    const [{ openHouse }, { Shell }] = await Promise.all([import("../models/opening.js"), import("./shell.js")]);
    house = await openHouse(api, { known });
    if (!house) return entry.show(await api.get("/v1/server"));
    shell = new Shell({ api, house, prefs, router });
    house.on("ended", ({ byOneself }) => exit(byOneself));
    document.documentElement.dataset.start = "house";
    await shell.start();
    if (shell) entry.hide();
  } catch (error) {
    console.error(error);
    const isNetwork = error.name === "Unreachable";
    entry.show(null, isNetwork ? say(error) : t("app.notLoadedWhy"), isNetwork ? () => start() : () => location.reload());
  }
}

/** Logged out. Who was put out comes back to where he was; a view may have left a parting word. */
function exit(byOneself) {
  if (!shell) return;
  const word = shell.app.parting ?? (byOneself ? "" : t("entry.ended"));
  shell.stop();
  shell = null;
  if (byOneself) router.replace("#/");
  start(word);
}

/** app/early.js lays the page out by it, before any word is there. */
function keepDirection() {
  try {
    browserStorage()?.setItem("roost.dir", document.documentElement.dir);
  } catch {
    // Then the page turns around a moment later.
  }
}

wear(prefs);
await speak(prefs.get("language"));
translate(document.body);
keepDirection();
await start();
const { registerServiceWorker } = await import("../net/serviceworker.js");
await registerServiceWorker();
