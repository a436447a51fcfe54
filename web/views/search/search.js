// Searching: people and rooms by name, then messages, with what was searched for marked in them.

import { bar } from "../../parts/bar.js";
import { fill, h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { freeWords, remember } from "../../models/query.js";
import { t } from "../../words/words.js";
import { searchField } from "./field.js";
import { hitList } from "./hits.js";
import { names } from "./names.js";

const PAUSE_MS = 300;
/** Pages without a hit that are asked for before the reader is asked. */
const PATIENCE = 10;

/** A screen. The address has the search: `#/search?q=…&room=ID&order=ranked`. */
export function mount(app, route) {
  const recentKey = `searches.${app.house.me.account.id}`;
  let query = { q: "", room: null, order: "newest" };
  let turn = 0;
  let next = null;
  let loading = false;
  let count = 0;
  let timer = null;

  const address = (change) => {
    const { q, room, order } = { ...query, ...change };
    const parameters = new URLSearchParams({ ...(q && { q }), ...(room && { room }), ...(order === "ranked" && { order }) });
    return `#/search${parameters.size > 0 ? `?${parameters}` : ""}`;
  };
  const field = searchField(app, {
    recent: () => app.prefs.get(recentKey) ?? [],
    forget: () => app.prefs.set(recentKey, null),
    typed: (text) => {
      clearTimeout(timer);
      timer = setTimeout(() => app.replace(address({ q: text.trim() })), PAUSE_MS);
    },
    entered: (text) => {
      clearTimeout(timer);
      app.prefs.set(recentKey, remember(app.prefs.get(recentKey) ?? [], text));
      app.replace(address({ q: text.trim() }));
    },
    down: () => element.querySelector(".result")?.focus(),
  });
  const scope = h("div", { class: "scope" });
  const order = h(
    "select",
    { "aria-label": t("search.order"), class: "order" },
    ["newest", "ranked"].map((name) => h("option", { value: name }, t(`search.${name}`))),
  );
  order.addEventListener("change", () => app.replace(address({ order: order.value })));
  const state = h("p", { class: "aside", role: "status" });
  const byName = names(app);
  const hits = hitList(app, () => app.prefs.set(recentKey, remember(app.prefs.get(recentKey) ?? [], query.q)));
  const end = h("div", { class: "end" });
  const results = h("div", { class: "scrolls" }, byName.element, hits.element, end);
  const element = h(
    "section",
    { class: "screen search" },
    bar({ title: t("search.title") }),
    h("div", { class: "tools" }, field.element, order),
    scope,
    state,
    results,
  );

  function read(to) {
    const room = Number(to.query.get("room"));
    const wanted = {
      q: to.query.get("q") ?? "",
      room: Number.isSafeInteger(room) && room > 0 ? room : null,
      order: to.query.get("order") === "ranked" ? "ranked" : "newest",
    };
    const isSame = JSON.stringify(wanted) === JSON.stringify(query) && count >= 0 && turn > 0;
    query = wanted;
    if (isSame) return;
    if (field.input.value.trim() !== query.q) field.input.value = query.q;
    order.value = query.order;
    drawScope();
    start();
  }

  function drawScope() {
    const room = query.room && app.house.room(query.room);
    fill(
      scope,
      query.room && [
        h(
          "span",
          { class: "token" },
          t("search.onlyIn", { room: room?.title ?? "" }),
          h(
            "button",
            {
              type: "button",
              class: "quiet",
              "aria-label": t("search.everywhere"),
              onclick: () => app.replace(address({ room: null })),
            },
            icon("close", 14),
          ),
        ),
      ],
    );
  }

  function start() {
    turn += 1;
    next = null;
    count = 0;
    loading = false;
    hits.clear();
    fill(end);
    state.textContent = "";
    byName.find(query.room ? "" : freeWords(query.q));
    if (query.q) load(turn);
    else fill(
      end,
      h(
        "div",
        { class: "empty" },
        icon("search", 40),
        h("p", {}, t("search.begin")),
        h("p", { class: "aside" }, t("search.beginHint")),
      ),
    );
  }

  async function load(mine, patience = PATIENCE) {
    if (loading) return;
    loading = true;
    state.textContent = count === 0 ? t("search.searching") : "";
    fill(end, count > 0 && h("p", { class: "aside" }, t("search.further")));
    try {
      const answer = await app.api.get("/v1/search", {
        q: query.q,
        order: query.order === "ranked" ? "ranked" : undefined,
        room: query.room ?? undefined,
        zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        after: next ?? undefined,
        limit: 30,
      });
      if (mine !== turn) return;
      loading = false;
      next = answer.next ?? null;
      count += answer.hits.length;
      hits.add(answer.hits, query.order);
      told(mine, answer.hits.length, patience);
    } catch (error) {
      if (mine !== turn) return;
      loading = false;
      state.textContent = "";
      fill(
        end,
        // What is wrong with a filter is said by the server, which knows what it understands.
        h("p", { class: "problem", role: "alert" }, error.code === "search_invalid" ? error.message : app.say(error)),
        error.code !== "search_invalid" && h(
          "button",
          { type: "button", class: "quiet", onclick: () => load(mine) },
          t("app.retry"),
        ),
      );
    }
  }

  function told(mine, came, patience) {
    fill(end);
    if (next === null) {
      state.textContent = t("search.found", { count });
      if (count === 0) fill(
        end,
        h(
          "div",
          { class: "empty" },
          icon("search", 40),
          h("p", {}, t("search.nothing", { words: query.q })),
          h("p", { class: "aside" }, t("search.nothingHint")),
        ),
      );
      return;
    }
    state.textContent = t("search.foundMore", { count });
    // A page may be empty and the search not at its end: it says what it has after so many messages.
    if (came === 0 && patience > 0) load(mine, patience - 1);
    else if (came === 0) fill(end, h("button", { type: "button", class: "quiet", onclick: () => load(mine) }, t("search.goOn")));
    else if (isNear()) load(mine);
  }

  const isNear = () => end.getBoundingClientRect().top < innerHeight + 600 && end.isConnected && end.getBoundingClientRect().top !== 0;
  const watch = new IntersectionObserver(
    (seen) => seen.some((one) => one.isIntersecting) && next !== null && load(turn),
    { rootMargin: "600px" },
  );
  watch.observe(end);

  results.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.altKey || !event.target.matches(".result")) return;
    const all = [...results.querySelectorAll(".result")];
    const to = all.indexOf(event.target) + step;
    event.preventDefault();
    if (to < 0) field.input.focus();
    else all[to]?.focus();
  });

  read(route);
  return {
    element,
    title: t("search.title"),
    update: read,
    focus: () => document.activeElement !== field.input && !results.contains(document.activeElement) && field.input.focus(),
    close() {
      turn += 1;
      clearTimeout(timer);
      watch.disconnect();
    },
  };
}
