// What one can do from the quick switcher, by its name.

import { t } from "../../words/words.js";

/** `[{ label, icon, run }]`. */
export function commands(app) {
  const go = (label, icon, hash) => ({ label: t(label), icon, run: () => app.go(hash) });
  const runs = ["owner", "admin"].includes(app.house.me.account.role);
  const theme = (name) => ({ label: t(`switcher.theme.${name}`), icon: "gear", run: () => app.prefs.set("theme", name) });
  return [
    go("home.browse", "compass", "#/browse"),
    {
      label: t("home.newConversation"),
      icon: "people",
      run: () => import("../people/converse.js").then(({ openConverse }) => openConverse(app)),
    },
    { label: t("home.newRoom"), icon: "add", run: () => import("../browse/create.js").then(({ openCreate }) => openCreate(app)) },
    { label: t("switcher.markAll"), icon: "check", run: () => markAllRead(app) },
    go("home.search", "search", "#/search"),
    go("home.notices", "bell", "#/notices"),
    go("home.saved", "bookmark", "#/saved"),
    go("home.scheduled", "clock", "#/scheduled"),
    {
      label: t("home.setStatus"),
      icon: "smile",
      run: () => import("../home/status.js").then(({ openStatus }) => openStatus(app)),
    },
    go("home.settings", "gear", app.link.settings("profile")),
    theme("light"),
    theme("dark"),
    theme("system"),
    { label: t("home.shortcuts"), icon: "info", run: () => import("../shortcuts/shortcuts.js").then(({ open }) => open(app)) },
    ...(runs ? [go("home.admin", "shield", app.link.admin("people"))] : []),
    { label: t("home.logOut"), icon: "close", run: () => app.house.logOut() },
  ];
}

/** Everything that is unread now counts as read. */
export function markAllRead(app) {
  const unread = app.house.joined.filter((room) => room.unread > 0);
  for (const room of unread) app.house.read(room, room.head);
  app.toast(t("switcher.marked", { count: unread.length }));
}
