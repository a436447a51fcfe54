// Somebody's profile, in the panel.

import { avatar } from "../../parts/avatar.js";
import { confirmed } from "../../parts/dialog.js";
import { fill, h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { currentLanguage, t } from "../../words/words.js";
import { momentText } from "../room/when.js";
import { openDirect } from "./converse.js";
import { openReport } from "./report.js";

/** A panel: `{ element, title, update(route), close() }`. */
export function mount(app, route) {
  const element = h("div", { class: "person" });
  let id = Number(route.path[1]);
  let profile = null;
  let clock = null;

  async function load() {
    const mine = id;
    fill(element, h("div", { class: "skeleton", "aria-busy": "true" }, h("span", { class: "unseen" }, t("app.loading"))));
    try {
      const answer = await app.api.get(`/v1/people/${mine}`);
      if (mine !== id) return;
      profile = answer;
      draw();
    } catch (error) {
      if (mine !== id) return;
      fill(
        element,
        h("p", { class: "empty" }, app.say(error)),
        h("button", { type: "button", class: "quiet", onclick: load }, t("app.retry")),
      );
    }
  }

  function draw() {
    if (!profile) return;
    const known = app.house.person(id);
    const account = {
      ...profile.account,
      ...(known && { online: known.online, presence: known.presence, status: known.status }),
    };
    const name = account.name || account.username;
    const isMe = id === app.house.me.account.id;
    const presence = account.online ? (account.presence ?? "online") : "offline";
    const shared = app.house.joined.filter((room) => room.kind === "channel" && room.members?.has?.(id));
    fill(
      element,
      h(
        "div",
        { class: "who-head" },
        avatar({ ...account, picture: profile.account.picture }, 96),
        h("h3", {}, h("bdi", {}, name), account.bot && [" ", h("span", { class: "tag" }, t("people.bot"))]),
        h(
          "p",
          { class: "aside" },
          h("bdi", {}, `@${account.username}`),
          profile.pronouns && [" · ", h("bdi", {}, profile.pronouns)],
        ),
        h(
          "p",
          { class: "presence-line" },
          h("span", { class: "presence", data: { state: presence } }),
          t(`home.presence.${presence}`),
        ),
        account.status && h("p", { class: "status-line", dir: "auto" }, account.status.emoji, " ", account.status.text),
      ),
      actions(account, isMe),
      profile.blocked && h("p", { class: "callout" }, t("people.blockedNote", { name })),
      profile.about && part("people.about", h("p", { class: "prose", dir: "auto" }, profile.about)),
      h(
        "dl",
        {},
        profile.time_zone && fact("people.localTime", localTime(profile.time_zone)),
        profile.homepage && fact("people.homepage", webLink(profile.homepage)),
        account.role && fact("people.role", t(`people.role.${account.role}`)),
        account.status?.until && fact("people.statusUntil", when(account.status.until)),
      ),
      shared.length > 0 && part("people.shared", h("ul", { role: "list" }, shared.slice(0, 12).map(roomLink))),
    );
  }

  const part = (key, body) => h("section", {}, h("h4", {}, t(key)), body);
  const fact = (key, value) => h("div", {}, h("dt", {}, t(key)), h("dd", {}, value));
  const webLink = (address) => h("a", { href: address, target: "_blank", rel: "noopener noreferrer nofollow me", dir: "ltr" }, address.replace(/^https?:\/\//i, ""));
  const roomLink = (room) => h(
    "li",
    { class: "room-row" },
    h(
      "a",
      { href: app.link.room(room.id) },
      h("span", { class: "sign" }, icon("hash", 16)),
      h("bdi", { class: "name" }, room.title),
    ),
  );

  function actions(account, isMe) {
    const name = account.name || account.username;
    const runs = ["owner", "admin"].includes(app.house.me.account.role);
    if (isMe) return h(
      "div",
      { class: "actions" },
      h("a", { class: "button", href: app.link.settings("profile") }, icon("edit", 18), t("people.edit")),
    );
    return h(
      "div",
      { class: "actions" },
      !profile.blocked && h(
        "button",
        { type: "button", onclick: guarded(() => openDirect(app, id)) },
        icon("thread", 18),
        t("people.message"),
      ),
      h(
        "button",
        { type: "button", class: "quiet", onclick: guarded(() => (profile.blocked ? unblock(name) : block(name))) },
        t(profile.blocked ? "people.unblock" : "people.block"),
      ),
      h("button", { type: "button", class: "quiet", onclick: () => openReport(app, { person: id }) }, t("people.reportShort")),
      runs && h("a", { class: "button quiet", href: `${app.link.admin("people")}?person=${id}` }, t("people.manage")),
    );
  }

  const guarded = (run) => async () => {
    try {
      await run();
    } catch (error) {
      app.toast(app.say(error));
    }
  };

  async function block(name) {
    if (!(await confirmed({ title: t("people.blockTitle", { name }), text: t("people.blockText"), yes: t("people.block") }))) return;
    await app.api.put(`/v1/me/blocks/${id}`);
    app.house.setBlocked([...app.house.blocked, id]);
    profile.blocked = true;
    draw();
    app.toast(t("people.blocked", { name }), { label: t("app.undo"), run: guarded(() => unblock(name)) });
  }

  async function unblock(name) {
    await app.api.delete(`/v1/me/blocks/${id}`);
    app.house.setBlocked([...app.house.blocked].filter((one) => one !== id));
    profile.blocked = false;
    draw();
    app.announce(t("people.unblocked", { name }));
  }

  function localTime(zone) {
    try {
      return new Intl.DateTimeFormat(
        currentLanguage(),
        { timeZone: zone, weekday: "short", hour: "numeric", minute: "2-digit" },
      ).format();
    } catch {
      // A zone that this browser does not know.
      return zone;
    }
  }
  const when = (at) => momentText(app, at);

  clock = setInterval(draw, 60_000);
  const off = [app.house.on("people", draw), app.house.on("presence", draw)];
  load();
  return {
    element,
    title: t("people.profile"),
    update(next) {
      if (Number(next.path[1]) === id) return;
      id = Number(next.path[1]);
      profile = null;
      load();
    },
    close() {
      clearInterval(clock);
      off.forEach((one) => one());
    },
  };
}
