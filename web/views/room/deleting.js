// Deleting with a while to think again: the message fades at once, and the server is told when the time is over or one leaves.

import { t } from "../../words/words.js";
import { going } from "./message.js";

const WHILE = 5000;
/** What is about to be deleted: "room seq" to `{ timer, path, send, close }`. */
const waiting = new Map();

export function deleteSoon(log, line) {
  const { app, room } = log;
  const name = `${room.id} ${line.seq}`;
  if (waiting.has(name)) return;
  const path = `/v1/rooms/${room.id}/messages/${line.seq}`;
  const done = () => {
    clearTimeout(entry.timer);
    entry.close();
    waiting.delete(name);
  };
  const undo = () => {
    done();
    going.delete(name);
    log.draw();
  };
  const send = async () => {
    done();
    try {
      await app.api.delete(path);
    } catch (error) {
      app.toast(app.say(error));
    }
    going.delete(name);
    log.draw();
  };
  const entry = { path, send, timer: setTimeout(send, WHILE), close: app.toast(t("room.deleting"), { label: t("app.undo"), run: undo }) ?? (() => {}) };
  waiting.set(name, entry);
  going.add(name);
  log.draw();
}

/** Deletes at once what still waits: the room is being left. */
export function deleteNow() {
  for (const { send } of [...waiting.values()]) send();
}

// A page that goes away can only start requests that outlive it.
addEventListener("pagehide", () => {
  for (const [name, { path, timer }] of waiting) {
    clearTimeout(timer);
    waiting.delete(name);
    fetch(path, { method: "DELETE", credentials: "same-origin", keepalive: true });
  }
});
