// Oneself, at the head of the sidebar: picture, status, and the menu behind them.

import { avatar } from "../../parts/avatar.js";
import { fill, h } from "../../parts/dom.js";
import { openMenu } from "../../parts/menu.js";
import { t } from "../../words/words.js";

const presences = ["online", "away", "dnd", "invisible"];

/** `{ element, draw() }`. */
export function me(app) {
  const element = h("button", { type: "button", class: "quiet me", "aria-haspopup": "menu", "aria-expanded": "false" });
  element.addEventListener("click", () => openMenu(element, items(), t("home.me")));

  function items() {
    const { account, profile } = app.house.me;
    const choose = (presence) => async () => {
      try {
        await app.house.changeProfile({ presence });
        draw();
        app.announce(t(`home.presence.${presence}`));
      } catch (error) {
        app.toast(app.say(error));
      }
    };
    const runs = account.role === "owner" || account.role === "admin";
    return [
      ...presences.map(
        (presence) => ({ label: t(`home.presence.${presence}`), checked: profile.presence === presence, run: choose(presence) }),
      ),
      null,
      { label: t(profile.status ? "home.changeStatus" : "home.setStatus"), icon: "smile", run: () => setStatus(app).then(draw) },
      { label: t("home.profile"), icon: "person", run: () => app.go(app.link.person(account.id)) },
      { label: t("home.scheduled"), icon: "clock", run: () => app.go("#/scheduled") },
      { label: t("home.settings"), icon: "gear", run: () => app.go(app.link.settings("profile")) },
      ...(runs ? [{ label: t("home.admin"), icon: "shield", run: () => app.go(app.link.admin("people")) }] : []),
      { label: t("home.shortcuts"), icon: "info", run: () => import("../shortcuts/shortcuts.js").then(({ open }) => open(app)) },
      null,
      { label: t("home.logOut"), icon: "close", run: () => logOut() },
    ];
  }

  async function logOut() {
    try {
      await app.house.logOut();
    } catch (error) {
      app.toast(app.say(error));
    }
  }

  function draw() {
    const { account, profile } = app.house.me;
    const isThere = profile.presence !== "invisible" && app.house.connection === "open";
    const person = { ...account, picture: profile.picture, online: isThere, presence: profile.presence };
    const words = t(
      isThere ? `home.presence.${profile.presence}` : profile.presence === "invisible" ? "home.presence.invisible" : "home.presence.offline",
    );
    element.setAttribute("aria-label", t("home.meLabel", { name: account.name || account.username, presence: words }));
    fill(
      element,
      profile.status?.emoji && h("span", { class: "status", "aria-hidden": "true" }, profile.status.emoji),
      avatar(person, 32, { presence: true }),
    );
  }
  draw();
  return { element, draw };
}

/** Fetched when it is wanted, which is seldom. */
async function setStatus(app) {
  const { openStatus } = await import("./status.js");
  return openStatus(app);
}
