// What waits to be sent: when, where to, what; and what could not be sent, with the reason.

import { calm } from "../../models/inline.js";
import { bar } from "../../parts/bar.js";
import { confirmed } from "../../parts/dialog.js";
import { fill, h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { openMenu } from "../../parts/menu.js";
import { t } from "../../words/words.js";
import { clockOf } from "../compose/send-later.js";
import { changeScheduled } from "./change.js";

export function mount(app) {
  const screen = new Scheduled(app);
  screen.load();
  return screen;
}

class Scheduled {
  #app;
  #body = h("div", { class: "scheduled-body" });
  #off;
  #turn = 0;
  element;
  title = t("compose.scheduled");

  constructor(app) {
    this.#app = app;
    this.element = h("section", { class: "screen scheduled" }, bar({ title: this.title }), this.#body);
    fill(this.#body, h("div", { class: "skeleton scheduled-waiting", "aria-hidden": "true" }));
    // One of them was sent, or failed; or another device changed something.
    this.#off = [app.house.on("told", () => this.load()), app.house.on("connection", () => app.house.connection === "open" && this.load())];
  }

  async load() {
    const turn = ++this.#turn;
    try {
      const { scheduled } = await this.#app.api.get("/v1/me/scheduled");
      if (turn === this.#turn) this.#draw(scheduled);
    } catch (error) {
      if (turn === this.#turn && !this.#body.querySelector("li")) this.#say(error);
    }
  }

  update() {}

  close() {
    this.#turn += 1;
    for (const off of this.#off) off();
  }

  focus() {
    this.element.querySelector("h1").focus();
  }

  #say(error) {
    const again = h("button", { type: "button", class: "plain", onclick: () => this.load() }, t("app.retry"));
    fill(this.#body, h("div", { class: "empty" }, h("p", { role: "alert" }, this.#app.say(error)), again));
  }

  #draw(scheduled) {
    const focused = document.activeElement?.closest("[data-scheduled]")?.dataset.scheduled;
    if (scheduled.length === 0) {
      fill(
        this.#body,
        h("div", { class: "empty" }, icon("clock", 40), h("h2", {}, t("compose.scheduled.none")), h("p", {}, t("compose.scheduled.noneHint"))),
      );
      if (focused) this.focus();
      return;
    }
    const clock = clockOf(this.#app);
    fill(this.#body, h("ul", { class: "scheduled-list" }, scheduled.map((entry) => this.#row(entry, clock))));
    if (!focused) return;
    const same = this.#body.querySelector(`[data-scheduled="${focused}"] button`);
    if (same) same.focus();
    else this.focus();
  }

  #row(entry, clock) {
    const room = this.#app.house.room(entry.room);
    const where = (room && calm(room.title)) ?? t("compose.scheduled.elsewhere");
    const href = entry.thread ? this.#app.link.thread(entry.room, entry.thread) : this.#app.link.room(entry.room);
    const more = h(
      "button",
      { type: "button", class: "quiet round", "aria-label": t("compose.scheduled.actions", { room: where }), "aria-haspopup": "menu", "aria-expanded": "false" },
      icon("more"),
    );
    more.addEventListener("click", () => openMenu(more, this.#actions(entry)));
    return h(
      "li",
      { data: { scheduled: String(entry.id) }, class: entry.failure ? "has-failed" : "" },
      h(
        "header",
        {},
        h("a", { href, dir: "auto" }, where),
        entry.thread && h("span", { class: "tag" }, t("compose.scheduled.inThread")),
        h("time", { datetime: new Date(entry.at).toISOString() }, icon("clock", 16), clock.say(entry.at)),
      ),
      h("p", { class: "scheduled-text", dir: "auto" }, calm(entry.text)),
      entry.failure && h("p", { class: "problem" }, icon("warning", 16), t("compose.scheduled.failed"), h("span", { dir: "auto" }, entry.failure)),
      more,
    );
  }

  #actions(entry) {
    return [
      { label: t("compose.scheduled.now"), icon: "send", run: () => this.#change(entry, { at: Date.now() + 1000 }) },
      { label: t("compose.scheduled.change"), icon: "edit", run: () => changeScheduled(this.#app, entry, () => this.load()) },
      null,
      { label: t("compose.scheduled.delete"), icon: "trash", kind: "danger", run: () => this.#delete(entry) },
    ];
  }

  async #change(entry, changes) {
    try {
      await this.#app.api.patch(`/v1/me/scheduled/${entry.id}`, changes);
      await this.load();
    } catch (error) {
      this.#app.toast(this.#app.say(error));
    }
  }

  async #delete(entry) {
    const isSure = await confirmed({
      title: t("compose.scheduled.deleteTitle"),
      text: t("compose.scheduled.deleteHint"),
      yes: t("compose.scheduled.delete"),
    });
    if (!isSure) return;
    try {
      await this.#app.api.delete(`/v1/me/scheduled/${entry.id}`);
      await this.load();
    } catch (error) {
      this.#app.toast(this.#app.say(error));
    }
  }
}
