// The start: who is there, and what he sees. Logged out the page is a log-in form and little else.

import { API } from "../net/api.js";
import { say } from "../words/say.js";
import { speak, t, translate } from "../words/words.js";
import { Entry } from "../views/entry/entry.js";
import { browserStorage, Prefs, wear } from "./prefs.js";
import { Router } from "./router.js";

/** Somebody was logged in here: the frame is shown at once, and what is stored may be his. */
const mark = "roost.in";

const api = new API();
const prefs = new Prefs();
const router = new Router();
const entry = new Entry({ api, prefs, router, entered: () => start() });
let inside = null; // { house, shell }

async function start(why = "") {
  let server = null;
  let me = null;
  try {
    [server, me] = await Promise.all([api.get("/v1/server"), api.get("/v1/me").catch(nobody)]);
  } catch (error) {
    if (error.name !== "Unreachable" || !browserStorage()?.getItem(mark)) return entry.show(null, say(error), () => start());
    // Without the server, with what was kept.
  }
  if (server && !me) {
    document.documentElement.removeAttribute("data-start");
    return entry.show(server, why);
  }
  await enter(server, me);
}

function nobody(error) {
  if (error.status === 401) return null;
  throw error;
}

async function enter(server, me) {
  try {
    const [{ House }, { Shell }] = await Promise.all([import("../models/house.js"), import("./shell.js")]);
    const house = await House.open({ api, me, server });
    // Nothing is kept of who is not there: he has to come when the server can be reached.
    if (!house) return entry.show(null, t("app.unreachable"), () => start());
    browserStorage()?.setItem(mark, "1");
    document.documentElement.dataset.start = "house";
    const shell = new Shell({ api, house, prefs, router });
    inside = { house, shell };
    house.on("ended", () => exit(t("entry.ended")));
    await shell.start();
    entry.hide();
  } catch (error) {
    console.error(error);
    entry.show(server, t("app.notLoadedWhy"), () => location.reload());
  }
}

/** Logged out, here or elsewhere. */
function exit(why) {
  if (!inside) return;
  inside.shell.stop();
  inside = null;
  browserStorage()?.removeItem(mark);
  router.replace("#/");
  start(why);
}

wear(prefs);
await speak(prefs.get("language"));
translate(document.body);
prefs.on("language", () => location.reload());
await start();
