// How a stretch of events is laid out: days, quiet notes, and messages that stand together.

const TOGETHER = 5 * 60_000;

/**
 * The rows of a list, oldest first: `{ id, kind: "day" | "note" | "message", event?, at?, follows? }`. Of two rows
 * with the same `id` and `follows` one can stand for the other. `follows` means that the row above is by the same
 * person, a short while ago.
 */
export function rows(events, dayOf = (at) => new Date(at).toDateString()) {
  const list = [];
  let before = null;
  for (const event of events) {
    if (event.kind !== "message" && noteText(event) === null) continue;
    const newDay = !before || dayOf(before.at) !== dayOf(event.at);
    if (newDay) list.push({ id: `day ${dayOf(event.at)} ${event.seq}`, kind: "day", at: event.at });
    const follows =
      !newDay &&
      event.kind === "message" &&
      before.kind === "message" &&
      before.by.id === event.by.id &&
      event.at - before.at < TOGETHER;
    list.push({ id: `event ${event.seq}`, kind: event.kind === "message" ? "message" : "note", event, follows });
    before = event;
  }
  return list;
}

/** What a note says. Null for kinds that this page does not know. */
export function noteText({ kind, by }) {
  switch (kind) {
    case "created":
      return `${by.name} made this room`;
    case "joined":
      return `${by.name} joined`;
    case "left":
      return `${by.name} left`;
    default:
      return null;
  }
}
