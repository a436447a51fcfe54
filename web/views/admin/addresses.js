// Addresses that are kept out of the whole server.

import { openDialog } from "../../parts/dialog.js";
import { fill, h } from "../../parts/dom.js";
import { field } from "../../parts/field.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";
import { empty, loaded, moment, nameBook, named, row } from "./pieces.js";

const day = 86_400_000;

export function open(app) {
  const list = h("ul", { class: "admin-list" });
  const place = h("div", {}, list);
  const nameOf = nameBook(app);
  const load = () =>
    loaded(app, place, () => app.api.get("/v1/server/bans"), ({ bans }) => {
      if (bans.length === 0) return fill(place, empty("lock", t("admin.addresses.none"), t("admin.addresses.noneWhy")));
      fill(place, list);
      fill(list, bans.map((ban) => line(app, ban, nameOf, load)));
    });
  load();
  const add = h("button", { type: "button", onclick: () => keepOut(app, load) }, icon("add", 18), t("admin.addresses.add"));
  return { element: h("div", { class: "fields" }, h("div", { class: "admin-tools" }, h("p", { class: "hint" }, t("admin.addresses.lead")), add), place) };
}

function line(app, ban, nameOf, changed) {
  const by = h("bdi", {}, "…");
  nameOf(ban.by).then((name) => (by.textContent = name));
  const letIn = async () => {
    try {
      await app.api.delete(`/v1/server/bans/${ban.id}`);
      app.toast(t("admin.addresses.removed", { address: ban.address }));
      changed();
    } catch (error) {
      app.toast(app.say(error));
    }
  };
  const until = ban.until ? t("admin.addresses.until", { until: moment(app, ban.until) }) : t("admin.addresses.forGood");
  return row({
    label: ban.address,
    content: () => ({
      lead: h("span", { class: "admin-sign" }, icon("lock")),
      title: named(ban.address),
      notes: [[t("admin.invites.by"), " ", by, " · ", until], ban.reason && named(ban.reason)],
    }),
    actions: [h("button", { type: "button", class: "plain", onclick: letIn, "aria-label": t("admin.addresses.removeNamed", { address: ban.address }) }, t("admin.addresses.remove"))],
  }).element;
}

function keepOut(app, changed) {
  const address = field({ label: t("admin.addresses.address"), hint: t("admin.addresses.addressHint"), required: true, maxlength: 64, dir: "ltr", spellcheck: "false", autocomplete: "off" });
  const lasts = field({
    type: "select",
    label: t("admin.addresses.lasts"),
    value: "7",
    options: [...[1, 7, 30, 365].map((days) => [String(days), t("admin.days", { count: days })]), ["", t("admin.addresses.forGood")]],
  });
  const reason = field({ label: t("admin.addresses.reason"), hint: t("admin.addresses.reasonHint"), maxlength: 500, dir: "auto" });
  openDialog({
    title: t("admin.addresses.add"),
    body: [address.element, lasts.element, reason.element],
    actions: [
      { label: t("app.cancel"), kind: "quiet" },
      {
        label: t("admin.addresses.addDo"),
        async run() {
          const form = { address: address.input.value.trim(), reason: reason.input.value.trim() };
          if (lasts.input.value) form.until = Date.now() + Number(lasts.input.value) * day;
          await app.api.post("/v1/server/bans", form);
          changed();
        },
      },
    ],
  });
}
