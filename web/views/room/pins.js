// What is pinned in a room, for its panel: `mount(app, room)` gives `{ element, close() }`.

import { Line } from "../../models/line.js";
import { fill, h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";
import { card } from "./card.js";

export function mount(app, room) {
  const list = h("div", { class: "clips" });
  const element = h("section", { class: "pins" }, h("h3", {}, t("room.pins")), list);
  let isClosed = false;
  const unpin = async (line) => {
    await app.api.delete(`/v1/rooms/${room.id}/pins/${line.seq}`).catch((error) => app.toast(app.say(error)));
    await ask();
  };
  async function ask() {
    try {
      const { messages, head } = await app.api.get(`/v1/rooms/${room.id}/pins`, { limit: 200 });
      if (isClosed) return;
      const lines = messages.map((raw) => new Line(raw, head));
      const action = room.may.has("pin") ? { label: t("room.unpin"), icon: "pin", run: unpin } : null;
      if (lines.length > 0) fill(list, lines.map((line) => card(app, room, line, action)));
      else fill(list, h("div", { class: "empty" }, icon("pin", 36), h("h4", {}, t("room.noPins")), h("p", {}, t("room.noPinsHint"))));
    } catch (error) {
      if (!isClosed) fill(list, h("p", { class: "problem", role: "alert" }, app.say(error)), h("button", { type: "button", class: "plain", onclick: ask }, t("app.retry")));
    }
  }
  ask();
  return {
    element,
    close() {
      isClosed = true;
    },
  };
}
