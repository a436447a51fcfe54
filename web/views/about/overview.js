// What a room is, and what one wants from it.

import { avatar } from "../../parts/avatar.js";
import { fill, h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { spanOf } from "../browse/use.js";
import { t } from "../../words/words.js";
import { leaveRoom } from "./leave.js";
import { levelFields } from "./level.js";

export function mount(app, room) {
  const top = h("div", {});
  const level = h("form", { class: "stack level", hidden: true });
  const bottom = h("div", { class: "actions" });
  const element = h("div", { class: "stack overview" }, top, level, bottom);

  function draw() {
    const { settings } = room;
    const other = room.kind === "direct" && room.person ? (app.house.person(room.person.id) ?? room.person) : null;
    fill(
      top,
      h(
        "div",
        { class: "about-head" },
        other ? avatar(other, 64, { presence: true }) : h(
          "span",
          { class: "sign large" },
          icon(room.kind === "group" ? "people" : settings.entry === "invited" ? "lock" : "hash", 32),
        ),
        h("h3", {}, h("bdi", {}, room.title)),
        room.kind === "channel" && h("p", { class: "aside" }, h("bdi", {}, `#${room.handle}`)),
        room.archived && h("p", { class: "tag" }, t("about.archived")),
      ),
      settings.topic && h("p", { class: "topic", dir: "auto" }, settings.topic),
      settings.description && h("p", { class: "prose", dir: "auto" }, settings.description),
      other && h("a", { class: "button quiet", href: app.link.person(other.id) }, icon("person", 18), t("people.profile")),
      room.kind !== "direct" && h("ul", { role: "list", class: "room-facts" }, facts(settings)),
    );
    fill(
      bottom,
      room.joined && room.kind !== "direct" && h(
        "button",
        { type: "button", class: "quiet danger", onclick: () => leaveRoom(app, room) },
        t("about.leave"),
      ),
    );
  }

  function facts(settings) {
    const said = [
      ["people", t("browse.members", { count: room.memberCount ?? 0 })],
      room.role && ["shield", t("about.yourRole", { role: t(`about.role.${room.role}`) })],
      room.kind === "channel" && [
        settings.entry === "invited" ? "lock" : "hash",
        t(settings.entry === "invited" ? "create.closedHint" : "create.openHint"),
      ],
      settings.guests && ["people", t("about.guests")],
      settings.may_post === "speaker" && ["flag", t("about.isModerated")],
      ["moderator", "owner"].includes(settings.may_post) && ["flag", t("about.isAnnouncements")],
      settings.slow_mode > 0 && ["clock", t("about.isSlow", { span: spanOf(settings.slow_mode) })],
      settings.retention_days > 0 && ["trash", t("about.isRetained", { count: settings.retention_days })],
      settings.history === "since_joining" && ["info", t("about.historySince")],
    ];
    return said.filter(Boolean).map(([sign, text]) => h("li", {}, icon(sign, 18), h("span", {}, text)));
  }

  /** What notifies is saved as it is chosen. */
  async function loadLevel() {
    try {
      const { elements, save } = await levelFields(app, room);
      const state = h("p", { class: "aside", role: "status" });
      level.addEventListener("change", async () => {
        try {
          await save();
          state.textContent = t("app.saved");
        } catch (error) {
          state.textContent = app.say(error);
        }
      });
      fill(level, elements, state);
      level.hidden = false;
    } catch (error) {
      fill(level, h("p", { class: "problem" }, app.say(error)));
      level.hidden = false;
    }
  }
  level.addEventListener("submit", (event) => event.preventDefault());
  draw();
  if (room.joined) loadLevel();
  return { element, draw };
}
