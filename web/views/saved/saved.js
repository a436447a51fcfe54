// What one saved, the last first.

import { calm } from "../../models/inline.js";
import { Line } from "../../models/line.js";
import { bar } from "../../parts/bar.js";
import { fill, h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";
import { card } from "../room/card.js";
import { savedMessages } from "./marks.js";

const PAGE = 50;

export function mount(app) {
  const list = h("div", { class: "clips" });
  const more = h("button", { type: "button", class: "plain", hidden: true, onclick: () => load() }, t("room.moreSaved"));
  const status = h("p", { class: "problem", role: "alert" });
  const element = h("section", { class: "screen saved" }, bar({ title: t("room.savedMessages") }), h("div", { class: "scrolls" }, list, status, more));
  const marks = savedMessages(app);
  let next;
  let turn = 0;
  let isOwn = false;

  async function forget({ room, seq }) {
    isOwn = true;
    try {
      if (!marks.has(room, seq)) await marks.load();
      await marks.toggle(room, seq);
      await load(true);
    } catch (error) {
      app.toast(app.say(error));
    } finally {
      isOwn = false;
    }
  }

  function item(entry) {
    const room = app.house.room(entry.room);
    const action = { label: t("room.unsave"), icon: "trash", run: () => forget(entry) };
    if (entry.message && !entry.message.now?.deleted) {
      return card(app, { id: entry.room }, new Line(entry.message, entry.seq), action, calm(room?.title ?? ""));
    }
    return h(
      "article",
      { class: "clip gone" },
      h("p", {}, t("room.savedGone")),
      h("button", { type: "button", class: "quiet round", "aria-label": action.label, title: action.label, onclick: action.run }, icon("trash", 18)),
    );
  }

  async function load(anew = false) {
    const mine = ++turn;
    status.textContent = "";
    list.setAttribute("aria-busy", "true");
    try {
      const page = await app.api.get("/v1/me/saved", { limit: PAGE, before: anew ? undefined : next });
      if (mine !== turn) return;
      if (anew) list.replaceChildren();
      next = page.next;
      list.append(...page.saved.map(item));
      if (list.childElementCount === 0) {
        fill(list, h("div", { class: "empty" }, icon("bookmark", 40), h("h2", {}, t("room.noSaved")), h("p", {}, t("room.noSavedHint"))));
      }
    } catch (error) {
      if (mine === turn) status.textContent = app.say(error);
    } finally {
      list.removeAttribute("aria-busy");
      more.hidden = next === undefined || next === null;
    }
  }

  const off = marks.on("changed", () => !isOwn && load(true));
  load(true);
  return {
    element,
    title: t("room.savedMessages"),
    update() {},
    close: () => {
      turn++;
      off();
    },
    focus: () => element.querySelector("h1")?.focus(),
  };
}
