// What one can do with a message: each with its icon, its key and whether one may. Menus, the toolbar and the keyboard all read this table.

import { copied, copyable } from "../../parts/copy.js";
import { openDialog } from "../../parts/dialog.js";
import { openMenu } from "../../parts/menu.js";
import { t } from "../../words/words.js";
import { savedMessages } from "../saved/marks.js";
import { deleteSoon } from "./deleting.js";
import { pickReaction } from "./reactions.js";

/** Dialogs are fetched when the page has nothing else to do, so that they are there without a network too. */
const parts = {
  history: () => import("./history.js"),
  readers: () => import("./readers.js"),
  forward: () => import("./forward.js"),
  report: () => import("./report.js"),
  why: () => import("../notify/why.js"),
};
const dialogs = {
  history: async (log, line) => (await parts.history()).showHistory(log, line),
  reacted: async (log, line) => (await parts.readers()).showReactions(log, line),
  read: async (log, line) => (await parts.readers()).showReaders(log, line),
  forward: async (log, line) => (await parts.forward()).forward(log.app, log.room, line),
  report: async (log, line) => (await parts.report()).report(log.app, log.room, line),
  why: async (log, line) => (await parts.why()).openWhy(log.app, log.room.id, line.seq),
};

/** Fetches the dialogs ahead. What fails is fetched again when it is wanted. */
export function fetchDialogs() {
  const fetchAll = () => Promise.allSettled(Object.values(parts).map((load) => load()));
  if (globalThis.requestIdleCallback) requestIdleCallback(fetchAll);
  else setTimeout(fetchAll, 2000);
}

export async function openDialogOf(what, log, line) {
  try {
    await dialogs[what](log, line);
  } catch (error) {
    // A module that did not come says so in words of the browser's.
    log.app.toast(error instanceof TypeError ? t("app.notLoaded") : log.app.say(error));
  }
}

/** Where browsers withhold the clipboard, one copies by hand. */
function showCopyable(text) {
  openDialog({ title: t("app.copy"), body: [copyable(text, t("room.copyText"))], actions: [{ label: t("app.close") }] });
}

const addressOf = (app, room, line) => new URL(app.link.room(room.id, line.seq), location.href).href;

/** The actions for a line, with null between groups: `{ id, label, icon, key, kind, run(anchor) }`. */
export function actionsFor(log, line) {
  const { app, room } = log;
  const { house } = app;
  const isMine = line.by.id === house.me.account.id;
  const may = (right) => room.may.has(right);
  const mayWrite = room.joined && !room.archived;
  const has = !line.isErased;
  const limits = house.server?.limits ?? {};
  const mayEdit =
    isMine && mayWrite && may("post") && has && !line.forwarded &&
    (!limits.message_edit_seconds || Date.now() - line.at < limits.message_edit_seconds * 1000);
  const marks = savedMessages(app);
  const isSaved = marks.has(room.id, line.seq);
  const tried = (promise) => promise.catch((error) => app.toast(app.say(error)));
  const dialog = (what) => () => openDialogOf(what, log, line);
  const copy = async (text) => ((await copied(text)) ? app.toast(t("app.copied")) : showCopyable(text));
  const knowsReaders = room.joined && room.memberCount > 1 && room.memberCount <= (limits.receipt_members ?? 20);

  const groups = [
    [
      has && may("take_part") && { id: "react", key: "+", icon: "smile", label: t("room.react"), run: (anchor) => pickReaction(log, line, anchor) },
      has && may("post") && { id: "reply", key: "r", icon: "reply", label: t("room.reply"), run: () => log.host.compose?.()?.reply(line) },
      !log.host.thread && ((has && may("post")) || line.thread) && {
        id: "thread", key: "t", icon: "thread", label: t("room.thread"), run: () => app.go(app.link.thread(room.id, line.subject ?? line.seq)),
      },
      mayEdit && { id: "edit", key: "e", icon: "edit", label: t("room.edit"), run: () => log.host.compose?.()?.edit(line) },
      has && { id: "forward", key: "f", icon: "forward", label: t("room.forward"), run: dialog("forward") },
    ],
    [
      has && may("pin") && {
        id: "pin", key: "p", icon: "pin", label: t(line.pinned ? "room.unpin" : "room.pin"),
        run: () => tried(app.api[line.pinned ? "delete" : "put"](`/v1/rooms/${room.id}/pins/${line.seq}`)),
      },
      has && { id: "save", key: "s", icon: "bookmark", label: t(isSaved ? "room.unsave" : "room.save"), run: () => tried(marks.toggle(room.id, line.seq)) },
      room.joined && !log.host.thread && { id: "unread", key: "u", icon: "bell", label: t("room.markUnread"), run: () => tried(log.host.markUnread(line)) },
    ],
    [
      { id: "link", key: "c", icon: "link", label: t("room.copyLink"), run: () => copy(addressOf(app, room, line)) },
      has && line.text && { id: "text", icon: "copy", label: t("room.copyText"), run: () => copy(line.text) },
    ],
    [
      line.edits > 0 && { id: "history", icon: "clock", label: t("room.history"), run: dialog("history") },
      line.reactions.length > 0 && { id: "reacted", icon: "people", label: t("room.whoReacted"), run: dialog("reacted") },
      has && knowsReaders && { id: "read", icon: "check", label: t("room.whoRead"), run: dialog("read") },
      has && !isMine && room.joined && { id: "why", icon: "info", label: t("room.why"), run: dialog("why") },
    ],
    [
      has && !isMine && { id: "report", icon: "flag", label: t("room.report"), run: dialog("report") },
      has && mayWrite && (isMine || may("moderate")) && {
        id: "delete", key: "Delete", icon: "trash", kind: "danger", label: t("room.delete"), run: () => deleteSoon(log, line),
      },
    ],
  ];
  const list = [];
  for (const group of groups) {
    const there = group.filter(Boolean);
    if (there.length > 0) list.push(...(list.length > 0 ? [null] : []), ...there);
  }
  return list;
}

/** The whole menu. Its items get the row to stand at. */
export function openActions(log, line, anchor) {
  const items = actionsFor(log, line).map((action) => action && { ...action, run: () => action.run(anchor) });
  return openMenu(anchor, items, t("room.actions"));
}
