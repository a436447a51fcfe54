// A room that one does not belong to: what it is, and the way in where there is one.

import { calm } from "../../models/inline.js";
import { h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";

export function doorstep(app, room) {
  const problem = h("p", { class: "problem", role: "alert" });
  const tried = (act) => async (event) => {
    const button = event.currentTarget;
    button.disabled = true;
    problem.textContent = "";
    try {
      await act();
    } catch (error) {
      problem.textContent = app.say(error);
    } finally {
      button.disabled = false;
    }
  };
  const join = tried(async () => {
    const { room: info } = await app.api.put(`/v1/rooms/${room.id}/members/me`);
    app.house.addRoom(info);
  });
  const decline = tried(async () => {
    await app.api.delete(`/v1/rooms/${room.id}/invitations/me`);
    app.go("#/");
    await app.house.refreshRooms();
  });
  const mayJoin = room.invited || room.may.has("join");
  return h(
    "div",
    { class: "empty doorstep" },
    icon(room.entry === "open" ? "hash" : "lock", 40),
    h("h2", {}, h("bdi", {}, calm(room.title))),
    room.topic && h("p", { dir: "auto" }, calm(room.topic)),
    room.description && h("p", { class: "description", dir: "auto" }, calm(room.description)),
    h("p", {}, t("room.people", { count: room.memberCount })),
    h("p", {}, standing(app, room, mayJoin)),
    h(
      "div",
      { class: "choices" },
      room.invited && h("button", { type: "button", class: "plain", onclick: decline }, t("room.decline")),
      mayJoin && h("button", { type: "button", onclick: join }, t(room.invited ? "room.accept" : "room.join")),
    ),
    problem,
  );
}

function standing(app, { trouble, invited }, mayJoin) {
  if (trouble?.code === "room_gone") return app.say(trouble);
  if (invited) return t("room.youAreInvited");
  if (trouble) return t("room.notYours");
  return t(mayJoin ? "room.joinToRead" : "room.notOpen");
}
