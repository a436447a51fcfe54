// Links by which people make their own accounts.

import { copyable } from "../../parts/copy.js";
import { confirmed, openDialog } from "../../parts/dialog.js";
import { fill, h } from "../../parts/dom.js";
import { field } from "../../parts/field.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";
import { chip, choices, empty, loaded, moment, named, nameBook, row } from "./pieces.js";

const day = 86_400_000;

export function open(app) {
  const list = h("ul", { class: "admin-list" });
  const place = h("div", {}, list);
  const nameOf = nameBook(app);
  const load = () =>
    loaded(app, place, () => app.api.get("/v1/invites"), ({ invites }) => {
      if (invites.length === 0) return fill(place, empty("link", t("admin.invites.none"), t("admin.invites.noneWhy")));
      fill(place, list);
      fill(list, invites.map((invite) => inviteLine(app, invite, nameOf, load)));
    });
  load();
  const make = h("button", { type: "button", onclick: () => makeInvite(app, load) }, icon("add", 18), t("admin.invites.make"));
  const isClosed = app.house.server?.registration === "closed";
  const note = isClosed && h("div", { class: "note" }, icon("info"), h("p", {}, t("admin.invites.closed")));
  return { element: h("div", { class: "fields" }, note, h("div", { class: "admin-tools" }, h("p", { class: "hint" }, t("admin.invites.lead")), make), place) };
}

function inviteLine(app, invite, nameOf, changed) {
  const isOver = invite.expires_at < Date.now();
  const by = h("bdi", {}, "…");
  nameOf(invite.by).then((name) => (by.textContent = name));
  const titles = invite.rooms.map((id) => app.house.room(id)?.title ?? t("admin.invites.otherRoom"));
  const uses = invite.uses
    ? t("admin.invites.usedOf", { used: invite.used, uses: invite.uses })
    : t("admin.invites.used", { count: invite.used });
  const revoke = async () => {
    const isSure = await confirmed({
      title: t("admin.invites.revokeThis"),
      text: t("admin.invites.revokeText"),
      yes: t("admin.invites.revoke"),
    });
    if (!isSure) return;
    try {
      await app.api.delete(`/v1/invites/${invite.id}`);
      app.toast(t("admin.invites.revoked"));
      changed();
    } catch (error) {
      app.toast(app.say(error));
    }
  };
  return row({
    label: t("admin.invites.actions"),
    content: () => ({
      lead: h("span", { class: "admin-sign" }, icon("link")),
      title: invite.note ? named(invite.note) : t("admin.invites.untitled"),
      chips: [invite.role === "guest" && chip(t("admin.role.guest")), isOver && chip(t("admin.invites.over"), "warn")],
      notes: [
        [t("admin.invites.by"), " ", by, " · ", uses, " · ", t("admin.invites.until", { until: moment(app, invite.expires_at) })],
        titles.length > 0 && t("admin.invites.into", { rooms: titles.join(", ") }),
      ],
    }),
    actions: [h("button", { type: "button", class: "plain", onclick: revoke }, t("admin.invites.revoke"))],
  }).element;
}

function makeInvite(app, made) {
  const rooms = app.house.joined
    .filter((room) => room.kind === "channel" && !room.archived && room.may.has("invite"))
    .map((room) => ({ room, ...field({ type: "checkbox", label: room.title, value: false }) }));
  const role = choices(
    t("admin.invites.as"),
    ["member", "guest"].map((one) => [one, t(`admin.role.${one}`), t(`admin.roleHint.${one}`)]),
    "member",
  );
  const uses = field({ type: "number", label: t("admin.invites.uses"), hint: t("admin.invites.usesHint"), min: 1, max: 1_000_000, inputmode: "numeric" });
  const lasts = field({
    type: "select",
    label: t("admin.invites.lasts"),
    value: "7",
    options: [1, 7, 30, 365].map((days) => [String(days), t("admin.days", { count: days })]),
  });
  const note = field({ label: t("admin.invites.note"), hint: t("admin.invites.noteHint"), maxlength: 100, dir: "auto" });
  let token = null;
  openDialog({
    title: t("admin.invites.make"),
    size: "large",
    body: [
      role.element,
      rooms.length > 0 &&
        h(
          "fieldset",
          { class: "admin-choices" },
          h("legend", {}, t("admin.invites.rooms")),
          h("p", { class: "hint" }, t("admin.invites.roomsHint")),
          h("div", { class: "admin-columns" }, rooms.map(({ element }) => element)),
        ),
      h("div", { class: "admin-columns" }, lasts.element, uses.element),
      note.element,
    ],
    actions: [
      { label: t("app.cancel"), kind: "quiet" },
      {
        label: t("admin.invites.makeDo"),
        async run() {
          const form = { role: role.value, expires_at: Date.now() + Number(lasts.input.value) * day };
          const chosen = rooms.filter(({ input }) => input.checked).map(({ room }) => room.id);
          if (chosen.length > 0) form.rooms = chosen;
          if (uses.input.value) form.uses = Number(uses.input.value);
          if (note.input.value.trim()) form.note = note.input.value.trim();
          ({ token } = await app.api.post("/v1/invites", form));
        },
      },
    ],
    onclose() {
      if (!token) return;
      const url = `${location.origin}/#/invite/${encodeURIComponent(token)}`;
      openDialog({
        title: t("admin.invites.made"),
        body: [h("p", {}, t("admin.invites.madeText")), copyable(url, t("admin.invites.link"))],
        actions: [{ label: t("app.done") }],
        onclose: made,
      });
    },
  });
}
