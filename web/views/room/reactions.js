// The reactions under a message: each a switch, with who reacted in its label.

import { calm } from "../../models/inline.js";
import { h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { currentLanguage, t } from "../../words/words.js";

/** The three that are a click away. */
export const QUICK = ["👍", "❤️", "😄"];

/** Gives the emoji, or takes it back. */
export async function react(log, line, emoji) {
  const { app, room } = log;
  const path = `/v1/rooms/${room.id}/messages/${line.seq}/reactions`;
  const isMine = line.reactions.some((reaction) => reaction.mine && reaction.emoji === emoji);
  try {
    if (isMine) await app.api.delete(path, { query: { emoji } });
    else await app.api.put(path, { emoji });
  } catch (error) {
    app.toast(app.say(error));
  }
}

export async function pickReaction(log, line, anchor) {
  const { openEmojiPicker } = await import("../compose/emoji-picker.js");
  openEmojiPicker(anchor, (emoji) => react(log, line, emoji), log.app);
}

export function reactionsElement(line, log) {
  const mayReact = log.room.may.has("take_part");
  return h(
    "div",
    { class: "reactions", role: "group", "aria-label": t("room.reactions") },
    line.reactions.map((reaction) =>
      h(
        "button",
        {
          type: "button",
          class: "reaction",
          "aria-pressed": String(reaction.mine),
          "aria-label": t("room.reactionLabel", { emoji: reaction.emoji, count: reaction.count, names: namesOf(reaction, log.app) }),
          title: namesOf(reaction, log.app),
          data: { focus: `reaction ${reaction.emoji}` },
          disabled: !mayReact,
          onclick: () => react(log, line, reaction.emoji),
        },
        h("span", { class: "emoji" }, reaction.emoji),
        h("span", { class: "reaction-count" }, new Intl.NumberFormat(currentLanguage()).format(reaction.count)),
      ),
    ),
    mayReact &&
      h(
        "button",
        { type: "button", class: "reaction more", "aria-label": t("room.react"), title: t("room.react"), data: { focus: "react" }, onclick: (event) => pickReaction(log, line, event.currentTarget) },
        icon("smile", 18),
      ),
  );
}

function namesOf({ by, count }, { house }) {
  const names = by.slice(0, 5).map((id) => (id === house.me.account.id ? t("room.you") : calm(house.person(id)?.name ?? t("room.somebody"))));
  if (count > names.length) names.push(t("room.others", { count: count - names.length }));
  return new Intl.ListFormat(currentLanguage(), { type: "conjunction" }).format(names);
}
