// The ways into a room: links, invitations that wait for an answer, and who is kept out.

import { confirmed } from "../../parts/dialog.js";
import { fill, h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";
import { momentText } from "../room/when.js";
import { personLine } from "../people/line.js";
import { openInvite } from "./invite.js";
import { openMakeLink } from "./link.js";

export function mount(app, room) {
  const links = list(
    "about.links",
    "about.noLinks",
    room.may.has("invite") && add("about.makeLink", () => openMakeLink(app, room, loadLinks)),
  );
  const waiting = list(
    "about.invitations",
    "about.noInvitations",
    room.may.has("invite") && add("about.invite", () => openInvite(app, room, loadInvitations)),
  );
  const bans = list("about.bans", "about.noBans");
  const element = h(
    "div",
    { class: "stack doors" },
    room.may.has("invite") && [links.element, waiting.element],
    room.may.has("moderate") && bans.element,
  );
  const base = `/v1/rooms/${room.id}`;
  const when = (at) => momentText(app, at);
  const named = (person) => person?.name || person?.username || "";

  const loadLinks = links.load(async () => (await app.api.get(`${base}/links`)).links, linkLine);
  const loadInvitations = waiting.load(async () => (await app.api.get(`${base}/invitations`)).invitations, invitationLine);
  const loadBans = bans.load(async () => {
    const all = [];
    let after;
    do {
      const answer = await app.api.get(`${base}/bans`, { after, limit: 200 });
      all.push(...answer.bans);
      after = answer.next;
    } while (after);
    return all;
  }, banLine);
  if (room.may.has("invite")) {
    loadLinks();
    loadInvitations();
  }
  if (room.may.has("moderate")) loadBans();
  return { element };

  function linkLine(link) {
    const used = link.uses ? t(
      "about.linkUsedOf",
      { used: link.used, count: link.uses },
    ) : t("about.linkUsed", { count: link.used });
    const end = link.until ? t("about.until", { when: when(link.until) }) : t("about.span.for_good");
    const by = t("about.by", { name: named(link.by) });
    return h(
      "li",
      {},
      h("span", { class: "sign" }, icon("link", 18)),
      h("div", { class: "what" }, h("p", {}, end), h("p", { class: "aside" }, used, link.by && ` · ${by}`)),
      remove("about.revoke", async () => {
        if (!(await confirmed({ title: t("about.revokeTitle"), text: t("about.revokeText"), yes: t("about.revoke") }))) return;
        await app.api.delete(`${base}/links/${link.id}`);
        loadLinks();
      }),
    );
  }

  function invitationLine({ person, by, at }) {
    return h(
      "li",
      {},
      h(
        "div",
        { class: "what" },
        h("a", { href: app.link.person(person.id) }, personLine(person)),
        h("p", { class: "aside" }, t("about.by", { name: named(by) }), " · ", when(at)),
      ),
      remove("about.takeBack", async () => {
        await app.api.delete(`${base}/invitations/${person.id}`);
        loadInvitations();
      }),
    );
  }

  function banLine(ban) {
    return h(
      "li",
      {},
      h(
        "div",
        { class: "what" },
        h("a", { href: app.link.person(ban.person.id) }, personLine(ban.person)),
        ban.reason && h("p", { dir: "auto" }, ban.reason),
        h("p", { class: "aside" }, ban.until ? t("about.until", { when: when(ban.until) }) : t("about.span.for_good")),
      ),
      remove("about.unban", async () => {
        await app.api.delete(`${base}/bans/${ban.person.id}`);
        loadBans();
      }),
    );
  }

  function add(key, run) {
    return h("button", { type: "button", class: "quiet", onclick: run }, icon("add", 18), t(key));
  }

  function remove(key, run) {
    const act = async () => {
      try {
        await run();
      } catch (error) {
        app.toast(app.say(error));
      }
    };
    return h("button", { type: "button", class: "quiet", onclick: act }, t(key));
  }

  /** A part with its heading, what makes one more, and its lines. */
  function list(heading, none, action) {
    const items = h("ul", { role: "list" });
    const state = h("p", { class: "aside", role: "status" });
    const element = h("section", { class: "part" }, h("header", {}, h("h3", {}, t(heading)), action), items, state);
    const load = (ask, line) => async () => {
      try {
        const all = await ask();
        fill(items, all.map(line));
        state.textContent = all.length === 0 ? t(none) : "";
      } catch (error) {
        state.textContent = app.say(error);
      }
    };
    return { element, load };
  }
}
