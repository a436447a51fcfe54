// Beginning a conversation: with one it is direct, with several a group.

import { openDialog } from "../../parts/dialog.js";
import { h } from "../../parts/dom.js";
import { field } from "../../parts/field.js";
import { t } from "../../words/words.js";
import { picker } from "./picker.js";

export function openConverse(app) {
  const title = field({ label: t("people.groupTitle"), hint: t("people.groupTitleHint"), autocomplete: "off" });
  title.element.hidden = true;
  const who = picker(app, {
    label: t("people.with"),
    without: [app.house.me.account.id],
    onchange: () => {
      who.problem("");
      title.element.hidden = who.people.length < 2;
    },
  });
  const begin = async () => {
    const people = who.people;
    if (people.length === 0) {
      who.problem(t("people.chooseSomebody"));
      who.input.focus();
      return false;
    }
    if (people.length === 1) return void (await openDirect(app, people[0].id));
    const { room } = await app.api.post(
      "/v1/groups",
      { people: people.map((person) => person.id), title: title.input.value.trim() || undefined },
    );
    app.house.addRoom(room);
    app.go(app.link.room(room.id));
  };
  const dialog = openDialog({
    title: t("home.newConversation"),
    body: [h("p", { class: "hint" }, t("people.converseHint")), who.element, title.element],
    actions: [{ label: t("app.cancel"), kind: "quiet" }, { label: t("people.begin"), run: begin }],
  });
  who.input.focus();
  return dialog;
}

/** Goes to the conversation with somebody; refusals are thrown. */
export async function openDirect(app, person) {
  const { room } = await app.api.post("/v1/direct", { person }).catch((error) => {
    // Why, the server does not tell: it may be a block, or a setting.
    throw error.code === "not_allowed" ? new Error(t("people.takesNone"), { cause: error }) : error;
  });
  app.house.addRoom(room);
  app.go(app.link.room(room.id));
}
