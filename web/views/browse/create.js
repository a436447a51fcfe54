// Making a room: a name is enough; everything else has a sensible beginning and can be changed later.

import { openDialog } from "../../parts/dialog.js";
import { h } from "../../parts/dom.js";
import { field } from "../../parts/field.js";
import { handleFrom, HANDLE_LENGTH } from "../../models/handle.js";
import { t } from "../../words/words.js";
import { useFields } from "./use.js";

export function openCreate(app, { title: begun = "" } = {}) {
  const title = field({
    label: t("create.title"),
    value: begun,
    placeholder: t("create.titleExample"),
    required: true,
    maxlength: "128",
    autocomplete: "off",
  });
  const handle = field({
    label: t("create.handle"),
    value: handleFrom(begun),
    hint: t("create.handleHint"),
    maxlength: String(HANDLE_LENGTH),
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
  });
  const topic = field({ label: t("create.topic"), hint: t("create.topicHint"), maxlength: "250", autocomplete: "off" });
  const open = way("open", t("create.open"), t("create.openHint"), true);
  const closed = way("invited", t("create.closed"), t("create.closedHint"), false);
  const ways = h("fieldset", { class: "radios" }, h("legend", {}, t("create.who")), open, closed);
  const description = field({ label: t("create.description"), type: "textarea", rows: "2", maxlength: "2000" });
  const use = useFields({ retention: true });
  const more = h(
    "details",
    { class: "more-settings" },
    h("summary", {}, t("create.more")),
    h("div", {}, handle.element, description.element, use.elements),
  );
  let handleIsOwn = false;
  title.input.addEventListener("input", () => {
    title.problem("");
    if (!handleIsOwn) handle.input.value = handleFrom(title.input.value);
  });
  handle.input.addEventListener("input", () => {
    handleIsOwn = handle.input.value !== "";
    handle.problem("");
  });
  // Who chooses the way in has not thought of the list yet: it follows, until it is touched.
  ways.addEventListener("change", () => use.follow(ways.querySelector("input:checked").value));

  const make = async () => {
    const name = title.input.value.trim();
    title.problem(name ? "" : t("create.titleNeeded"));
    if (!name) {
      title.input.focus();
      return false;
    }
    if (!handle.input.value) {
      more.open = true;
      handle.problem(t("create.handleNeeded"));
      handle.input.focus();
      return false;
    }
    const settings = {
      handle: handle.input.value.trim(),
      title: name,
      topic: topic.input.value.trim(),
      description: description.input.value.trim(),
      entry: ways.querySelector("input:checked").value,
      ...use.values(),
    };
    try {
      const { room } = await app.api.post("/v1/rooms", settings);
      app.house.addRoom(room);
      app.go(app.link.room(room.id));
    } catch (error) {
      if (error.code !== "room_name_taken" && error.code !== "name_invalid") throw error;
      more.open = true;
      handle.problem(app.say(error));
      handle.input.focus();
      return false;
    }
  };
  openDialog({
    title: t("home.newRoom"),
    size: "large",
    body: [title.element, topic.element, ways, more],
    actions: [{ label: t("app.cancel"), kind: "quiet" }, { label: t("create.make"), run: make }],
  });
  title.input.focus();
}

function way(value, label, hint, checked) {
  return h(
    "label",
    { class: "radio" },
    h("input", { type: "radio", name: "way-in", value, checked }),
    h("span", {}, label, h("span", { class: "hint" }, hint)),
  );
}
