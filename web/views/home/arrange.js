// Putting rooms where one wants them: by drag, or by the menu for those who use keys; and what else a room's menu offers.

import { openMenu } from "../../parts/menu.js";
import { moved, pinned, sectionOf } from "../../models/sidebar.js";
import { t } from "../../words/words.js";

const MOVABLE = new Set(["pinned", "channels", "conversations"]);

/** `{ menu(room, anchor) }`; drags within `element` are taken from now on. */
export function arrange(app, { element, arranged, keep, shown, rowOf }) {
  const idsOf = (section) => shown().find((part) => part.name === section)?.rooms.map((room) => room.id) ?? [];

  function menu(room, anchor) {
    const section = sectionOf(room, arranged());
    const isPinned = section === "pinned";
    const ids = idsOf(section);
    const at = ids.indexOf(room.id);
    const put = (before) => {
      keep(moved(arranged(), section, ids, room.id, before));
      rowOf(room.id)?.link.focus();
      app.announce(t("home.moved", { room: room.title, place: idsOf(section).indexOf(room.id) + 1, count: ids.length }));
    };
    openMenu(
      anchor,
      [
        room.unread > 0 && { label: t("home.markRead"), icon: "check", run: () => app.house.read(room, room.head) },
        !room.archived && {
          label: t(isPinned ? "home.unpin" : "home.pin"),
          icon: "pin",
          run: () => keep(pinned(arranged(), room.id, !isPinned)),
        },
        MOVABLE.has(section) && at > 0 && { label: t("home.moveUp"), icon: "up", run: () => put(ids[at - 1]) },
        MOVABLE.has(section) && at < ids.length - 1 && {
          label: t("home.moveDown"),
          icon: "down",
          run: () => put(ids[at + 2] ?? null),
        },
        { label: t("home.notifications"), icon: "bell", run: () => import("../about/level.js").then(({ openLevel }) => openLevel(app, room)) },
        { label: t("home.about"), icon: "info", run: () => app.go(app.link.about(room.id)) },
        room.kind !== "direct" && null,
        room.kind !== "direct" && { label: t("home.leave"), icon: "close", kind: "danger", run: () => import("../about/leave.js").then(({ leaveRoom }) => leaveRoom(app, room)) },
      ].filter((item) => item !== false),
      t("home.more", { room: room.title }),
    );
  }

  let dragged = null;
  const rowAt = (event) => event.target.closest?.(".room-row");
  const unmark = () => element.querySelectorAll("[data-drop]").forEach((one) => delete one.dataset.drop);
  element.addEventListener("dragstart", (event) => {
    const one = rowAt(event);
    if (!one) return;
    dragged = Number(one.dataset.room);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", app.house.room(dragged)?.title ?? "");
    one.classList.add("dragged");
  });
  element.addEventListener("dragover", (event) => {
    const target = rowAt(event);
    unmark();
    if (dragged === null || !target || !fits(target)) return;
    event.preventDefault();
    target.dataset.drop = isAfter(event, target) ? "after" : "before";
  });
  element.addEventListener("drop", (event) => {
    const target = rowAt(event);
    if (dragged === null || !target || !fits(target)) return;
    event.preventDefault();
    const section = target.closest("[data-section]").dataset.section;
    const ids = idsOf(section);
    const id = Number(target.dataset.room);
    const others = ids.filter((one) => one !== dragged);
    const before = isAfter(event, target) ? (others[others.indexOf(id) + 1] ?? null) : id;
    if (id !== dragged) keep(moved(arranged(), section, ids, dragged, before));
  });
  element.addEventListener("dragend", () => {
    unmark();
    element.querySelector(".dragged")?.classList.remove("dragged");
    dragged = null;
  });

  /** A room goes within its own section, or up among the pinned. */
  function fits(target) {
    const section = target.closest("[data-section]").dataset.section;
    const room = app.house.room(dragged);
    if (!room || !MOVABLE.has(section)) return false;
    return section === "pinned" ? !room.archived : sectionOf(room, { ...arranged(), pinned: [] }) === section;
  }

  const isAfter = (event, target) => {
    const { top, height } = target.getBoundingClientRect();
    return event.clientY > top + height / 2;
  };

  return { menu };
}
