// Tells of new messages: a word in the page, one on the desktop, a tone. models/notifier.js decides which.

import { desktopState, Notifier } from "../../models/notifier.js";
import { roomOf } from "../../models/sidebar.js";
import { calm } from "../../models/inline.js";
import { plainExcerpt } from "../../models/excerpt.js";
import { t } from "../../words/words.js";
import { sayFailures } from "../scheduled/failures.js";
import { tone } from "./tone.js";

/** A name within a sentence keeps its direction to itself (U+2068, U+2069). */
const apart = (text) => `\u2068${text}\u2069`;

/** Begins; gives what ends it. */
export function start(app) {
  const account = app.house.me.account.id;
  const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(`roost.notify.${account}`) : null;
  const shown = new Map(); // room → { close, count } of the toast
  const desktop = new Map(); // room → { notification, count }
  const notifier = new Notifier({
    tab: crypto.getRandomValues(new Uint32Array(2)).join("-"),
    see: () => ({
      visible: document.visibilityState === "visible",
      open: roomOf(location.hash),
      preferences: {
        desktop: Boolean(app.prefs.get("desktop")),
        sound: Boolean(app.prefs.get("sound")),
        quiet: app.house.me.profile.presence === "dnd",
      },
      permission: desktopState(),
    }),
    act,
    say: (claim) => channel?.postMessage(claim),
  });
  if (channel) channel.onmessage = ({ data }) => notifier.heard(data);

  async function act(notice, ways) {
    if (ways.tone) tone();
    if (!ways.toast && !ways.desktop) return;
    const room = app.house.room(notice.room);
    const text = await textOf(notice);
    const name = apart(calm(notice.by.name || notice.by.username));
    const title = room?.kind === "direct" ? name : t("notify.inRoom", { name, room: apart(calm(room?.title ?? "")) });
    if (ways.toast) inPage(notice, title, text);
    if (ways.desktop) onDesktop(notice, title, text);
  }

  /** One word for each room: a second message takes the place of the first. */
  function inPage(notice, title, text) {
    const before = shown.get(notice.room);
    before?.close?.();
    const count = (before?.count ?? 0) + 1;
    const words = count > 1 ? t("notify.more", { count, title }) : text ? `${title}: ${text}` : title;
    const close = app.toast(words, {
      label: t("notify.open"),
      run: () => {
        shown.delete(notice.room);
        app.go(app.link.room(notice.room, notice.seq));
      },
    });
    shown.set(notice.room, { close, count });
  }

  async function onDesktop(notice, title, text) {
    const before = desktop.get(notice.room);
    const count = (before?.count ?? 0) + 1;
    const options = {
      body: count > 1 ? t("notify.count", { count, text }) : text,
      tag: `roost-${account}-${notice.room}`,
      icon: "/icon.svg",
      silent: Boolean(app.prefs.get("sound")),
      data: { hash: app.link.room(notice.room, notice.seq) },
    };
    try {
      const notification = new Notification(title, options);
      notification.onclick = () => {
        window.focus();
        notification.close();
        app.go(options.data.hash);
      };
      desktop.set(notice.room, { notification, count });
    } catch {
      // Browsers of phones show them only through the service worker.
      const worker = await navigator.serviceWorker?.getRegistration();
      await worker?.showNotification(title, options).catch(() => {});
    }
  }

  /** The first words of the message; none where it cannot be had. */
  async function textOf({ room, seq }) {
    try {
      const { message } = await app.api.get(`/v1/rooms/${room}/messages/${seq}`);
      const written = calm((message.now?.body ?? message.body).text ?? "");
      return plainExcerpt(written) ?? [...written.replace(/\s+/g, " ")].slice(0, 140).join("");
    } catch {
      return "";
    }
  }

  /** What was read, here or elsewhere, needs no word any more. */
  function forget() {
    for (const kept of [shown, desktop]) {
      for (const [id, one] of kept) {
        if ((app.house.room(id)?.unread ?? 0) > 0) continue;
        if (kept === shown) one.close?.();
        else one.notification.close();
        kept.delete(id);
      }
    }
  }

  const offs = [app.house.on("notify", (notice) => notifier.noticed(notice)), app.house.on("rooms", forget), sayFailures(app)];
  return () => {
    offs.forEach((off) => off());
    channel?.close();
    for (const { notification } of desktop.values()) notification.close();
  };
}
