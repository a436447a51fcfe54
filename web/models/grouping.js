// How a stretch of a room's lines is laid out: days, the line where the unread begins, people who speak, history, folded lines.

const TOGETHER = 5 * 60_000;

/**
 * Rows, oldest first: `{ key, kind: "day" | "new" | "message" | "note" | "folded", line?, lines?, at?, follows? }`. Of two rows with the
 * same key one can stand for the other. `follows`: the row above is by the same person, a short while ago.
 *
 * `unreadAfter`: the number behind which the unread begins, or null; `me`: one's own id; `blocked`: ids whose messages are
 * folded unless `shown` has their number.
 */
export function rows(lines, { me = 0, unreadAfter = null, blocked = new Set(), shown = new Set(), dayOf = dayKey } = {}) {
  const list = [];
  const keys = new Set();
  let before = null;
  let day = null;
  let marked = unreadAfter === null;
  const push = (row) => {
    while (keys.has(row.key)) row.key += "'";
    keys.add(row.key);
    list.push(row);
  };
  for (const line of lines) {
    const today = dayOf(line.at);
    if (today !== day) {
      day = today;
      before = null;
      push({ key: `day ${today}`, kind: "day", at: line.at });
    }
    const isMessage = line.kind === "message";
    if (!marked && line.seq > unreadAfter && isMessage && line.by.id !== me) {
      marked = true;
      push({ key: "new", kind: "new" });
      before = null;
    }
    if (isMessage && blocked.has(line.by.id) && !shown.has(line.seq)) {
      const last = list.at(-1);
      if (last?.kind === "folded") last.lines.push(line);
      else push({ key: `folded ${line.seq}`, kind: "folded", lines: [line] });
      before = null;
      continue;
    }
    const follows =
      isMessage &&
      before?.kind === "message" &&
      before.by.id === line.by.id &&
      before.subject === line.subject &&
      !line.replyTo &&
      line.at - before.at < TOGETHER;
    push({ key: String(line.seq), kind: isMessage ? "message" : "note", line, follows });
    before = line;
  }
  return list;
}

/** The day of a moment where the reader is. */
export function dayKey(at) {
  const date = new Date(at);
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`;
}
