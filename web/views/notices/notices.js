// What called one: mentions, answers, and what was meant for everybody. Newest first.

import { avatar } from "../../parts/avatar.js";
import { bar } from "../../parts/bar.js";
import { fill, h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";
import { desktopOffer } from "../notify/offer.js";
import { momentText } from "../room/when.js";
import { openWhy } from "../notify/why.js";

const PAGE = 30;

/** A screen. */
export function mount(app) {
  const list = h("ul", { role: "list", class: "notices" });
  const end = h("div", { class: "end" });
  const offer = desktopOffer(app);
  const element = h(
    "section",
    { class: "screen" },
    bar({ title: t("notices.title") }),
    h("div", { class: "scrolls" }, offer, list, end),
  );
  let before = null;
  let isDone = false;
  let loading = false;
  let turn = 0;

  async function load() {
    if (loading || isDone) return;
    loading = true;
    const mine = turn;
    try {
      const { notices } = await app.api.get("/v1/me/notices", { before: before ?? undefined, limit: PAGE });
      if (mine !== turn) return;
      before = notices.at(-1)?.number ?? before;
      isDone = notices.length < PAGE;
      list.append(...notices.map(line));
      fill(
        end,
        isDone && list.childElementCount === 0 && h(
          "div",
          { class: "empty" },
          icon("bell", 40),
          h("p", {}, t("notices.none")),
          h("p", { class: "aside" }, t("notices.noneHint")),
        ),
      );
    } catch (error) {
      if (mine === turn) fill(
        end,
        h("p", { class: "problem" }, app.say(error)),
        h("button", { type: "button", class: "quiet", onclick: load }, t("app.retry")),
      );
    } finally {
      if (mine === turn) loading = false;
    }
  }

  function line({ reason, event }) {
    const room = app.house.room(event.room);
    const known = app.house.person(event.by.id);
    const text = event.body?.text ?? "";
    const why = h(
      "button",
      {
        type: "button",
        class: "quiet round",
        "aria-label": t("notify.why"),
        title: t("notify.why"),
        onclick: () => openWhy(app, event.room, event.seq),
      },
      icon("info", 18),
    );
    return h(
      "li",
      {},
      h(
        "a",
        { class: "result", href: app.link.room(event.room, event.seq) },
        avatar({ id: event.by.id, name: event.by.name, picture: known?.picture }, 36),
        h(
          "span",
          { class: "what" },
          h(
            "span",
            { class: "who" },
            h("span", {}, t(`notices.${reason}`, { name: event.by.name, room: room?.title ?? t("notices.aRoom") })),
            h("time", { class: "aside", datetime: new Date(event.at).toISOString() }, momentText(app, event.at)),
          ),
          h("span", { class: "text", dir: "auto" }, text ? text.slice(0, 300) : t("notices.gone")),
        ),
      ),
      why,
    );
  }

  /** Something new: the list begins again. */
  function again() {
    turn += 1;
    before = null;
    isDone = loading = false;
    list.replaceChildren();
    load();
  }

  const off = app.house.on("notify", ({ reason }) => reason !== "level_all" && again());
  const watch = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && load(), { rootMargin: "600px" });
  watch.observe(end);
  return {
    element,
    title: t("notices.title"),
    update() {},
    close() {
      turn += 1;
      off();
      watch.disconnect();
    },
  };
}
