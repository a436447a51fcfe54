// The line above a room: what it is, and what one can look for in it.

import { calm } from "../../models/inline.js";
import { avatar } from "../../parts/avatar.js";
import { backLink } from "../../parts/bar.js";
import { openDialog } from "../../parts/dialog.js";
import { fill, h } from "../../parts/dom.js";
import { field } from "../../parts/field.js";
import { icon } from "../../parts/icon.js";
import { openMenu } from "../../parts/menu.js";
import { currentLanguage, t } from "../../words/words.js";
import { dayKey } from "../../models/grouping.js";

export class Head {
  #app;
  #room;
  #view;
  #sign = null;
  #mark = h("span", { class: "room-mark" });
  #name = h("a", {});
  #below = h("p", {});
  #people = h("a", { class: "button quiet people" });

  constructor(app, room, view) {
    this.#app = app;
    this.#room = room;
    this.#view = view;
    const search = h("a", { class: "button quiet round search", href: app.link.search(this.#scope), "aria-label": t("room.search"), title: t("room.search") }, icon("search"));
    const more = h("button", { type: "button", class: "quiet round", "aria-label": t("room.more"), title: t("room.more"), "aria-haspopup": "menu", onclick: () => this.#open(more) }, icon("more"));
    this.element = h(
      "header",
      { class: "bar room-head" },
      backLink(),
      this.#mark,
      h("div", { class: "bar-title" }, h("h1", { tabindex: "-1", id: "room-title" }, this.#name), this.#below),
      h("div", { class: "bar-actions" }, this.#people, room.joined && search, room.joined && more),
    );
    this.draw();
  }

  /** The search's own filter for this room. */
  get #scope() {
    return this.#room.handle ? `in:${this.#room.handle} ` : "";
  }

  draw() {
    const [app, room] = [this.#app, this.#room];
    const other = room.person ? (app.house.person(room.person.id) ?? room.person) : null;
    const below = other ? this.#aboutPerson(other) : calm(room.topic);
    const sign = [room.title, room.kind, below, room.memberCount, room.entry, room.online?.size, other?.picture, other?.online, other?.presence].join("\n");
    if (sign === this.#sign) return;
    this.#sign = sign;
    fill(this.#mark, other ? avatar(other, 32, { presence: true }) : icon(room.kind === "channel" ? (room.entry === "open" ? "hash" : "lock") : "people", 22));
    this.#name.href = other ? app.link.person(other.id) : app.link.about(room.id);
    fill(this.#name, h("bdi", {}, calm(room.title)));
    fill(this.#below, h("bdi", {}, below));
    this.#below.hidden = !below;
    const count = room.memberCount;
    this.#people.hidden = room.kind === "direct";
    this.#people.href = app.link.about(room.id, room.joined ? "members" : undefined);
    this.#people.setAttribute("aria-label", t("room.people", { count }));
    this.#people.title = room.online ? t("room.peopleHere", { count, online: room.online.size }) : t("room.people", { count });
    fill(this.#people, icon("people", 18), h("span", {}, new Intl.NumberFormat(currentLanguage(), { notation: "compact" }).format(count)));
  }

  #aboutPerson({ status, username }) {
    if (status?.text || status?.emoji) return `${status.emoji ?? ""} ${calm(status.text ?? "")}`.trim();
    return username ? `@${username}` : "";
  }

  #open(anchor) {
    const [app, room] = [this.#app, this.#room];
    openMenu(anchor, [
      { label: t("room.about"), icon: "info", run: () => app.go(app.link.about(room.id)) },
      { label: t("room.pins"), icon: "pin", run: () => app.go(app.link.about(room.id, "pins")) },
      { label: t("room.toDate"), icon: "calendar", run: () => this.#chooseDate() },
      { label: t("room.search"), icon: "search", run: () => app.go(app.link.search(this.#scope)) },
    ]);
  }

  #chooseDate() {
    const day = field({ label: t("room.day"), name: "day", type: "date", max: dayKey(Date.now()), required: true });
    openDialog({
      title: t("room.toDate"),
      body: [day.element],
      actions: [
        { label: t("app.cancel"), kind: "quiet" },
        {
          label: t("room.goThere"),
          run: () => {
            if (!day.input.value) {
              day.problem(t("app.needed"));
              return false;
            }
            this.#view.jumpToDate(day.input.value);
          },
        },
      ],
    });
  }

  close() {}
}
