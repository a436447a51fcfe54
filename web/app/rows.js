// How a stretch of events is laid out: days, quiet notes, and messages that stand together.

const TOGETHER = 5 * 60_000;

/**
 * The rows of a list, oldest first: `{ id, kind: "day" | "note" | "message", event?, at?, follows? }`. Of two rows
 * with the same `id` and `follows` one can stand for the other. `follows` means that the row above is by the same
 * person, a short while ago.
 */
export function rows(events, dayOf = (at) => new Date(at).toDateString()) {
  const list = [];
  const changes = changesOf(events);
  let before = null;
  for (const written of events) {
    const event = asItIs(written, changes.get(written.seq));
    if (event.kind !== "message" && noteText(event) === null) continue;
    const newDay = !before || dayOf(before.at) !== dayOf(event.at);
    if (newDay) list.push({ id: `day ${dayOf(event.at)} ${event.seq}`, kind: "day", at: event.at });
    const follows =
      !newDay &&
      event.kind === "message" &&
      before.kind === "message" &&
      before.by.id === event.by.id &&
      event.at - before.at < TOGETHER;
    const version = changes.get(event.seq)?.seq ?? "";
    list.push({ id: `event ${event.seq} ${version}`, kind: event.kind === "message" ? "message" : "note", event, follows });
    before = event;
  }
  return list;
}

/** By the number of a message, the last event that gave it another text or took it away. */
function changesOf(events) {
  const changes = new Map();
  for (const event of events) {
    if (event.kind === "edited" || event.kind === "deleted") changes.set(event.subject, event);
  }
  return changes;
}

/** A message with the text that holds now; none when it was deleted. */
function asItIs(event, change) {
  if (!change || event.kind !== "message") return event;
  return { ...event, body: change.kind === "deleted" ? {} : change.body };
}

/** What a note says. Null for kinds that this page does not know. */
export function noteText({ kind, by, body }) {
  switch (kind) {
    case "created":
      return `${by.name} made this room`;
    case "joined":
      return `${by.name} joined`;
    case "left":
      return `${by.name} left`;
    case "removed":
      return `${by.name} removed ${body.name}`;
    case "banned":
      return `${by.name} banned ${body.name}`;
    case "unbanned":
      return `${by.name} lifted the ban of ${body.name}`;
    case "invited":
      return `${by.name} invited ${body.name}`;
    case "role_changed":
      return body.role ? `${by.name} made ${body.name} ${body.role}` : `${by.name} changed what ${body.name} may do`;
    case "changed":
      return `${by.name} changed the room`;
    default:
      return null;
  }
}
