// Who has read a message, who reacted to it, and with what.

import { calm } from "../../models/inline.js";
import { avatar } from "../../parts/avatar.js";
import { openDialog } from "../../parts/dialog.js";
import { h } from "../../parts/dom.js";
import { t } from "../../words/words.js";

function people(ids, app) {
  return h(
    "ul",
    { class: "who-list" },
    ids.map((id) => {
      const person = { id, ...(app.house.person(id) ?? { name: t("room.somebody") }) };
      return h("li", {}, avatar(person, 28), h("bdi", {}, calm(person.name)));
    }),
  );
}

export async function showReaders({ app, room }, line) {
  const { receipts } = await app.api.get(`/v1/rooms/${room.id}/receipts`);
  const far = new Map(receipts.map(({ account, seq }) => [account, seq]));
  for (const [account, seq] of room.receipts ?? []) far.set(account, Math.max(seq, far.get(account) ?? 0));
  const ids = [...far].filter(([id, seq]) => seq >= line.seq && id !== line.by.id && id !== app.house.me.account.id).map(([id]) => id);
  openDialog({
    title: t("room.whoRead"),
    body: [
      ids.length > 0 ? people(ids, app) : h("p", {}, t("room.nobodyRead")),
      h("p", { class: "hint" }, t("room.readersHint")),
    ],
    actions: [{ label: t("app.close") }],
  });
}

export async function showReactions({ app }, line) {
  const body = line.reactions.map(({ emoji, count, by }) => [
    h("h3", {}, h("span", { class: "emoji" }, emoji), " ", t("room.reactionCount", { count })),
    people(by, app),
    count > by.length && h("p", { class: "hint" }, t("room.others", { count: count - by.length })),
  ]);
  openDialog({ title: t("room.whoReacted"), body, actions: [{ label: t("app.close") }] });
}
