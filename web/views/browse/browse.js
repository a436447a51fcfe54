// All rooms that one may find: filter, order, join.

import { bar } from "../../parts/bar.js";
import { fill, h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { currentLanguage, t } from "../../words/words.js";
import { roomCard } from "./card.js";
import { openCreate } from "./create.js";
import { deletedRooms } from "./deleted.js";

const PAGE = 200;
const DRAWN = 60;
const PAUSE_MS = 150;
const orders = ["members", "name", "newest"];

/** A screen. */
export function mount(app) {
  const input = h(
    "input",
    { type: "search", id: "browse-filter", placeholder: t("browse.filter"), autocomplete: "off", spellcheck: "false" },
  );
  const order = h(
    "select",
    { id: "browse-order" },
    orders.map(
      (name) => h(
        "option",
        { value: name, selected: name === (app.prefs.get("browseOrder") ?? "members") },
        t(`browse.by.${name}`),
      ),
    ),
  );
  const state = h("p", { class: "aside", role: "status" });
  const list = h("ul", { role: "list", class: "room-cards" });
  const end = h("div", { class: "end" });
  const body = h("div", { class: "scrolls" }, list, end, deletedRooms(app));
  const element = h(
    "section",
    { class: "screen browse" },
    bar({
      title: t("browse.title"),
      actions: [
        h("button", { type: "button", onclick: () => openCreate(app) }, icon("add", 18), h("span", {}, t("home.newRoom"))),
      ],
    }),
    h(
      "div",
      { class: "tools" },
      h("label", { class: "unseen", for: input.id }, t("browse.filter")),
      input,
      h("label", { class: "unseen", for: order.id }, t("browse.order")),
      order,
    ),
    state,
    body,
  );

  let turn = 0;
  let found = [];
  let drawn = 0;

  /** All pages of what fits: the order is the reader's choice, so all must be there. */
  async function load() {
    const mine = (turn += 1);
    const q = input.value.trim() || undefined;
    if (found.length === 0) skeleton();
    try {
      const all = [];
      let after;
      do {
        const answer = await app.api.get("/v1/rooms", { q, after, limit: PAGE });
        if (mine !== turn) return;
        all.push(...answer.rooms);
        after = answer.next;
      } while (after);
      found = all.filter((room) => room.kind === "channel" || room.kind === undefined);
      draw();
    } catch (error) {
      if (mine !== turn) return;
      state.textContent = "";
      fill(list);
      fill(
        end,
        h("p", { class: "empty" }, app.say(error)),
        h("button", { type: "button", class: "quiet", onclick: load }, t("app.retry")),
      );
    }
  }

  function skeleton() {
    fill(list, Array.from({ length: 6 }, () => h("li", { class: "skeleton", "aria-hidden": "true" })));
    state.textContent = t("app.loading");
  }

  function draw() {
    const collator = new Intl.Collator(currentLanguage(), { numeric: true, sensitivity: "base" });
    const byName = (a, b) => collator.compare(a.title, b.title);
    const by = {
      members: (a, b) => b.members - a.members || byName(a, b),
      name: byName,
      newest: (a, b) => b.id - a.id,
    }[order.value];
    found.sort(by);
    drawn = 0;
    fill(list);
    fill(end);
    state.textContent = found.length > 0 ? t("browse.count", { count: found.length }) : "";
    if (found.length === 0) empty();
    else more();
  }

  function more() {
    const next = found.slice(drawn, drawn + DRAWN);
    drawn += next.length;
    list.append(...next.map((room) => roomCard(app, room)));
  }

  function empty() {
    const words = input.value.trim();
    fill(
      end,
      h(
        "div",
        { class: "empty" },
        icon("hash", 40),
        h("p", {}, words ? t("browse.noneFor", { words }) : t("browse.none")),
        h("button", { type: "button", class: "quiet", onclick: () => openCreate(app, { title: words }) }, t("browse.makeIt")),
      ),
    );
  }

  let timer = null;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(load, PAUSE_MS);
  });
  order.addEventListener("change", () => {
    app.prefs.set("browseOrder", order.value);
    draw();
  });
  const watch = new IntersectionObserver(
    (seen) => seen.some((one) => one.isIntersecting) && drawn < found.length && more(),
    { rootMargin: "600px" },
  );
  watch.observe(end);
  load();
  return {
    element,
    title: t("browse.title"),
    update() {},
    focus: () => input.focus(),
    close() {
      turn += 1;
      clearTimeout(timer);
      watch.disconnect();
    },
  };
}
