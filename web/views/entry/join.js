// A link into a room, for who has an account: joins, and goes there.

import { homeLink } from "../../parts/bar.js";
import { birds } from "../../parts/drawing.js";
import { fill, h } from "../../parts/dom.js";
import { t } from "../../words/words.js";

export function mount(app, route) {
  const element = h("div", { class: "empty", role: "status" });
  const join = async (token) => {
    fill(element, h("p", {}, t("entry.joining")));
    try {
      const { room } = await app.api.post("/v1/links/join", { token });
      app.house.addRoom(room);
      app.replace(app.link.room(room.id));
    } catch (error) {
      const isOver = error.code === "link_invalid";
      fill(
        element,
        birds(1),
        h("h1", { tabindex: "-1" }, isOver ? t("entry.joinBad") : app.say(error)),
        isOver && h("p", {}, t("entry.joinBadWhy")),
        h("a", { class: "button plain", href: app.link.browse() }, t("app.browse")),
        homeLink(),
      );
    }
  };
  join(route.path[1] ?? "");
  return { element, title: "", update: (next) => void join(next.path[1] ?? ""), close() {} };
}
