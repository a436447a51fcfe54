// Changing a room: its name and words, how it is used, and its end.

import { confirmed, openDialog } from "../../parts/dialog.js";
import { h } from "../../parts/dom.js";
import { field } from "../../parts/field.js";
import { icon } from "../../parts/icon.js";
import { HANDLE_LENGTH } from "../../models/handle.js";
import { t } from "../../words/words.js";
import { changes, useFields } from "../browse/use.js";

export function mount(app, room) {
  const path = `/v1/rooms/${room.id}`;
  const isChannel = room.kind === "channel";
  const owns = room.may.has("own");
  const begun = { ...room.settings, handle: room.handle, title: room.title };
  const words = {
    title: field({ label: t("create.title"), value: begun.title, maxlength: "128", autocomplete: "off", required: true }),
    ...(isChannel && {
      handle: field({
        label: t("create.handle"),
        value: begun.handle,
        hint: t("create.handleHint"),
        maxlength: String(HANDLE_LENGTH),
        autocapitalize: "none",
        spellcheck: "false",
        autocomplete: "off",
      }),
    }),
    topic: field({ label: t("create.topic"), value: begun.topic ?? "", maxlength: "250", autocomplete: "off" }),
    description: field(
      { label: t("create.description"), value: begun.description ?? "", type: "textarea", rows: "3", maxlength: "2000" },
    ),
  };
  const entry = isChannel && field({
    label: t("create.who"),
    type: "select",
    value: begun.entry,
    options: [["open", t("create.open")], ["invited", t("create.closed")]],
  });
  const use = isChannel ? useFields({ room: begun, retention: owns }) : null;
  const alert = h("p", { class: "problem", role: "alert" });
  const state = h("p", { class: "aside", role: "status" });
  const form = h(
    "form",
    { class: "stack", novalidate: true },
    h("fieldset", { class: "stack" }, h("legend", {}, t("about.words")), Object.values(words).map((one) => one.element)),
    use && h("fieldset", { class: "stack" }, h("legend", {}, t("about.use")), entry.element, use.elements),
    alert,
    h("div", { class: "choices" }, state, h("button", { type: "submit" }, t("app.save"))),
  );

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.hasAttribute("aria-busy")) return;
    alert.textContent = state.textContent = "";
    for (const one of Object.values(words)) one.problem("");
    const wanted = {
      ...Object.fromEntries(Object.entries(words).map(([name, { input }]) => [name, input.value.trim()])),
      ...(use && { entry: entry.input.value, ...use.values() }),
    };
    const changed = changes({ ...begun }, wanted);
    if (Object.keys(changed).length === 0) return void (state.textContent = t("about.nothingChanged"));
    // What is erased does not come back.
    const days = changed.retention_days;
    const before = begun.retention_days || Infinity;
    if (days && days < before && !(await confirmed({ title: t("about.retentionTitle"), text: t("about.retentionText", { count: days }), yes: t("about.retentionYes") }))) return;
    form.setAttribute("aria-busy", "true");
    try {
      const answer = await app.api.patch(path, changed);
      Object.assign(begun, changed);
      app.house.addRoom(answer.room);
      state.textContent = t("app.saved");
    } catch (error) {
      const about = { room_name_taken: words.handle, name_invalid: changed.handle ? words.handle : words.title }[error.code];
      if (about) {
        about.problem(app.say(error));
        about.input.focus();
      } else alert.textContent = app.say(error);
    } finally {
      form.removeAttribute("aria-busy");
    }
  });

  const perform = (run) => async () => {
    try {
      await run();
    } catch (error) {
      app.toast(app.say(error));
    }
  };
  const archive = h("button", { type: "button", class: "quiet" });
  const ending = h(
    "section",
    { class: "part ending" },
    h("h3", {}, t("about.ending")),
    h("div", { class: "line" }, h("p", {}, t("about.archiveHint")), archive),
    h(
      "div",
      { class: "line" },
      h("p", {}, t("about.deleteHint")),
      h("button", { type: "button", class: "danger", onclick: () => remove() }, icon("trash", 18), t("about.delete")),
    ),
  );
  archive.addEventListener(
    "click",
    perform(async () => {
      const { room: info } = await app.api.patch(path, { archived: !room.archived });
      app.house.addRoom(info);
      draw();
      app.toast(t(info.archived ? "about.wasArchived" : "about.wasRestored", { room: room.title }));
    }),
  );

  function remove() {
    const typed = field({ label: t("about.deleteType", { room: room.title }), autocomplete: "off", spellcheck: "false" });
    openDialog({
      title: t("about.deleteTitle", { room: room.title }),
      body: [h("p", {}, t("about.deleteText")), typed.element],
      actions: [
        { label: t("app.cancel"), kind: "quiet" },
        {
          label: t("about.delete"),
          kind: "danger",
          run: async () => {
            if (typed.input.value.trim() !== room.title.trim()) {
              typed.problem(t("about.deleteDiffers"));
              typed.input.focus();
              return false;
            }
            await app.api.delete(path);
            app.go("#/");
            app.toast(t("about.wasDeleted", { room: room.title }), { label: t("app.undo"), run: perform(restore) });
          },
        },
      ],
    });
  }

  async function restore() {
    const { room: info } = await app.api.post(`${path}/restore`);
    app.house.addRoom(info);
    app.go(app.link.room(room.id));
  }

  function draw() {
    archive.textContent = t(room.archived ? "about.unarchive" : "about.archive");
  }
  draw();
  return { element: h("div", { class: "stack settings" }, form, owns && ending), draw };
}
