// Who is in a room. They come page by page; in a room of thousands only what was scrolled to is there.

import { fill, h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { openMenu } from "../../parts/menu.js";
import { plain } from "../../models/fuzzy.js";
import { t } from "../../words/words.js";
import { momentText } from "../room/when.js";
import { personLine } from "../people/line.js";
import { openInvite } from "./invite.js";
import { memberActions } from "./moderate.js";

const PAGE = 200;

export function mount(app, room) {
  const filter = h(
    "input",
    { type: "search", placeholder: t("about.findMember"), "aria-label": t("about.findMember"), autocomplete: "off" },
  );
  const state = h("p", { class: "aside", role: "status" });
  const list = h("ul", { role: "list", class: "member-list" });
  const end = h("div", { class: "end" });
  const invite = h(
    "button",
    { type: "button", class: "quiet", hidden: !room.may.has("invite"), onclick: () => openInvite(app, room) },
    icon("add", 18),
    t(room.kind === "group" ? "about.addPeople" : "about.invite"),
  );
  const element = h("div", { class: "stack members" }, h("div", { class: "tools" }, filter, invite), state, list, end);
  let members = [];
  let next = null;
  let count = null;
  let isLoading = false;
  let turn = 0;

  /** The next page, or the first one anew. */
  async function load(fresh = false) {
    if (fresh) {
      turn += 1;
      next = null;
    } else if (isLoading || next === null) return;
    const mine = turn;
    isLoading = true;
    try {
      const page = await app.api.get(`/v1/rooms/${room.id}/members`, { after: next ?? undefined, limit: PAGE });
      if (mine !== turn) return;
      isLoading = false;
      members = fresh ? page.members : [...members, ...page.members];
      next = page.next ?? null;
      count = page.member_count;
      if (fresh) draw();
      else add(page.members);
    } catch (error) {
      if (mine !== turn) return;
      isLoading = false;
      fill(
        end,
        h("p", { class: "problem" }, app.say(error)),
        h("button", { type: "button", class: "quiet", onclick: () => load(fresh) }, t("app.retry")),
      );
    }
  }

  const fits = (member) => plain(`${member.name} ${member.username}`).includes(plain(filter.value.trim()));

  function draw() {
    const focused = document.activeElement?.closest?.("[data-person]")?.dataset.person;
    fill(list);
    add(members);
    if (focused) list.querySelector(`[data-person="${focused}"] button`)?.focus();
  }

  /** Members behind those that are shown. Names are sought among all: the pages that are missing follow by themselves. */
  function add(more) {
    const isFiltered = filter.value.trim() !== "";
    list.append(...more.filter(fits).map(line));
    const isEmpty = list.childElementCount === 0;
    fill(end, isFiltered && next === null && isEmpty && h("p", { class: "empty" }, t("people.noneFound")));
    state.textContent = isFiltered && next !== null ? t("about.stillLooking") : t(
      "browse.members",
      { count: isFiltered ? list.childElementCount : (count ?? 0) },
    );
    if (isFiltered) load();
  }

  function line(member) {
    const isMuted = member.muted_until > Date.now();
    const name = member.name || member.username;
    const actions = memberActions(app, room, member, () => load(true));
    const more = h(
      "button",
      { type: "button", class: "quiet round", "aria-haspopup": "menu", "aria-label": t("about.memberMenu", { name }) },
      icon("more", 18),
    );
    more.addEventListener("click", () => openMenu(more, actions));
    return h(
      "li",
      { data: { person: String(member.id) } },
      h("a", { href: app.link.person(member.id) }, personLine(member)),
      isMuted && h(
        "span",
        { class: "tag", title: t("about.mutedUntil", { when: momentText(app, member.muted_until) }) },
        t("about.isMuted"),
      ),
      member.room_role && member.room_role !== "member" && h("span", { class: "tag" }, t(`about.role.${member.room_role}`)),
      actions.length > 0 && more,
    );
  }

  filter.addEventListener("input", draw);
  const watch = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && load(), { rootMargin: "400px" });
  load(true).then(() => watch.observe(end));
  let known = room.memberCount;
  return {
    element,
    draw() {
      if (room.memberCount !== known) load(true);
      known = room.memberCount;
      invite.hidden = !room.may.has("invite");
    },
    close() {
      turn += 1;
      watch.disconnect();
    },
  };
}
