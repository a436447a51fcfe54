// The rooms that can be seen: looked after by who is in them, brought back when they were deleted.

import { confirmed, openDialog } from "../../parts/dialog.js";
import { fill, h } from "../../parts/dom.js";
import { field } from "../../parts/field.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";
import { chip, empty, loaded, moment, named, row, searchField, segments } from "./pieces.js";

export function open(app) {
  const list = h("ul", { class: "admin-list" });
  const place = h("div", {}, list);
  let sought = "";
  let which = "there";

  const load = () => {
    const ask = () => (which === "deleted" ? app.api.get("/v1/rooms/deleted") : app.api.get("/v1/rooms", { q: sought || undefined, limit: 1000 }));
    loaded(app, place, ask, ({ rooms }) => {
      const channels = rooms.filter(({ kind }) => kind === "channel");
      const found = which === "deleted" && sought ? channels.filter((room) => hasText(room, sought)) : channels;
      const none = which === "deleted" ? "admin.rooms.noneDeleted" : "admin.rooms.none";
      if (found.length === 0) fill(place, empty("hash", t(none)));
      else fill(place, fill(list, found.map((room) => (which === "deleted" ? deletedLine(app, room, load) : roomLine(app, room, load)))));
      app.announce(t("admin.rooms.found", { count: found.length }));
    });
  };
  load();
  const tools = h(
    "div",
    { class: "admin-tools" },
    searchField(t("admin.rooms.search"), (text) => {
      sought = text;
      load();
    }),
    segments(t("admin.rooms.which"), [["there", t("admin.rooms.there")], ["deleted", t("admin.rooms.deleted")]], which, (value) => {
      which = value;
      load();
    }),
  );
  const element = h("div", { class: "fields" }, h("p", { class: "hint" }, t("admin.rooms.lead")), tools, place);
  return { element };
}

const hasText = ({ title, handle }, text) => `${title} ${handle}`.toLowerCase().includes(text.toLowerCase());

function roomLine(app, room, changed) {
  const may = new Set(room.may ?? []);
  const act = async (work, said) => {
    try {
      await work();
      app.toast(said);
      changed();
    } catch (error) {
      app.toast(app.say(error));
    }
  };
  const archive = (archived) =>
    act(() => app.api.patch(`/v1/rooms/${room.id}`, { archived }), t(archived ? "admin.rooms.archivedNow" : "admin.rooms.broughtBack", { name: room.title }));
  const items = () => {
    if (!room.joined) {
      if (!may.has("join")) return [];
      const join = () => act(() => app.api.put(`/v1/rooms/${room.id}/members/me`), t("admin.rooms.joined", { name: room.title }));
      return [{ label: t("admin.rooms.join"), icon: "add", run: join }];
    }
    const all = [
      { label: t("admin.rooms.members"), icon: "people", run: () => app.go(app.link.about(room.id, "members")) },
      { label: t("admin.rooms.settings"), icon: "gear", run: () => app.go(app.link.about(room.id, "settings")) },
    ];
    if (!may.has("own")) return all;
    return [
      ...all,
      null,
      room.archived
        ? { label: t("admin.rooms.unarchive"), icon: "up", run: () => archive(false) }
        : { label: t("admin.rooms.archive"), icon: "lock", run: () => archive(true) },
      room.id !== 1 && { label: t("admin.rooms.delete"), icon: "trash", kind: "danger", run: () => deleteRoom(app, room, changed) },
    ].filter((item) => item !== false);
  };
  return row({
    label: t("admin.rooms.actions", { name: room.title }),
    content: () => ({
      lead: h("span", { class: "admin-sign" }, icon(room.entry === "invited" ? "lock" : "hash")),
      title: h("a", { href: app.link.room(room.id) }, named(room.title)),
      chips: [
        room.archived && chip(t("admin.rooms.archived"), "warn"),
        room.listed === false && chip(t("admin.rooms.hidden")),
        room.role === "owner" && chip(t("admin.rooms.yours"), "accent"),
      ],
      notes: [
        [named(`#${room.handle}`), " · ", t("admin.rooms.count", { count: room.members ?? 0 })],
        room.topic && named(room.topic),
        !room.joined && t("admin.rooms.joinFirst"),
      ],
    }),
    items,
  }).element;
}

function deletedLine(app, room, changed) {
  const restore = async () => {
    const isSure = await confirmed({ title: t("admin.rooms.restoreOf", { name: room.title }), text: t("admin.rooms.restoreText"), yes: t("admin.rooms.restore"), kind: "" });
    if (!isSure) return;
    try {
      await app.api.post(`/v1/rooms/${room.id}/restore`);
      app.toast(t("admin.rooms.restored", { name: room.title }));
      changed();
    } catch (error) {
      app.toast(app.say(error));
    }
  };
  return row({
    label: t("admin.rooms.actions", { name: room.title }),
    content: () => ({
      lead: h("span", { class: "admin-sign" }, icon("trash")),
      title: named(room.title),
      notes: [[named(`#${room.handle}`), " · ", t("admin.rooms.deletedAt", { when: moment(app, room.deleted_at) })]],
    }),
    actions: [h("button", { type: "button", class: "plain", onclick: restore }, t("admin.rooms.restore"))],
  }).element;
}

function deleteRoom(app, room, changed) {
  const name = field({ label: t("admin.typeName", { name: room.handle }), autocomplete: "off", autocapitalize: "none", spellcheck: "false", dir: "auto" });
  let isGone = false;
  openDialog({
    title: t("admin.rooms.deleteOf", { name: room.title }),
    body: [h("p", {}, t("admin.rooms.deleteText")), name.element],
    actions: [
      { label: t("app.cancel"), kind: "quiet" },
      {
        label: t("admin.rooms.delete"),
        kind: "danger",
        async run() {
          const isMeant = name.input.value.trim().replace(/^#/, "").toLowerCase() === room.handle;
          name.problem(isMeant ? "" : t("admin.typeNameWrong"));
          if (!isMeant) {
            name.input.focus();
            return false;
          }
          await app.api.delete(`/v1/rooms/${room.id}`);
          isGone = true;
        },
      },
    ],
    onclose() {
      if (!isGone) return;
      app.toast(t("admin.rooms.deletedNow", { name: room.title }));
      changed();
    },
  });
}
