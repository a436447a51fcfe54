// Who is there now. Asked for only while it is unfolded.

import { avatar } from "../../parts/avatar.js";
import { fill, h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { arrangement, folded } from "../../models/sidebar.js";
import { currentLanguage, t } from "../../words/words.js";

const PAGES = 10;
const PAUSE_MS = 5000;

/** `{ element, draw(), changed() }`. `changed` says that somebody came or went. */
export function online(app) {
  const key = `sidebar.${app.house.me.account.id}`;
  const arranged = () => arrangement(app.prefs.get(key));
  const list = h("ul", { role: "list", id: "online-people" });
  const count = h("span", { class: "aside" });
  const toggle = h(
    "button",
    { type: "button", class: "fold", "aria-controls": list.id },
    icon("back", 14),
    t("home.online"),
    " ",
    count,
  );
  const element = h("section", { class: "rooms-section online" }, h("h2", {}, toggle), list);
  let timer = null;
  toggle.addEventListener("click", () => {
    app.prefs.set(key, folded(arranged(), "online", isOpen()));
    draw();
  });
  const isOpen = () => !arranged().folded.includes("online");

  function draw() {
    toggle.setAttribute("aria-expanded", String(isOpen()));
    list.hidden = !isOpen();
    if (isOpen()) load();
    else count.textContent = "";
  }

  /** Many come and go at once: the list is asked for once in a while at most. */
  function changed() {
    if (!isOpen() || timer || document.hidden) return;
    timer = setTimeout(() => {
      timer = null;
      if (element.isConnected && isOpen()) load();
    }, PAUSE_MS);
  }

  async function load() {
    const there = [];
    try {
      let after;
      for (let page = 0; page < PAGES; page += 1) {
        const answer = await app.api.get("/v1/people", { after, limit: 200 });
        there.push(...answer.people.filter((person) => person.online));
        after = answer.next;
        if (!after) break;
      }
    } catch {
      // It stays as it was until somebody comes or goes.
      return;
    }
    const collator = new Intl.Collator(currentLanguage(), { sensitivity: "base" });
    there.sort((a, b) => collator.compare(a.name || a.username, b.name || b.username));
    count.textContent = new Intl.NumberFormat(currentLanguage()).format(there.length);
    fill(list, there.map(person));
  }

  function person(one) {
    const words = t(`home.presence.${one.presence ?? "online"}`);
    return h(
      "li",
      { class: "room-row" },
      h(
        "a",
        { href: app.link.person(one.id) },
        avatar(one, 24, { presence: true }),
        h("bdi", { class: "name" }, one.name || one.username),
        one.status?.emoji && h("span", { class: "status", title: one.status.text }, one.status.emoji),
        one.presence && h("span", { class: "unseen" }, ` ${words}`),
      ),
    );
  }

  return { element, draw, changed };
}
