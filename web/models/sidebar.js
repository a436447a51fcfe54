// Which room stands where in the sidebar: the person's own order first, then what fits each kind.

export const sectionNames = ["pinned", "channels", "conversations", "archived"];

/** What is kept: `pinned` in its order, `order` of a section as ids, `folded` names. Anything else counts as nothing. */
export function arrangement(kept) {
  const ids = (list) => (Array.isArray(list) ? list.filter(Number.isSafeInteger) : []);
  return {
    pinned: ids(kept?.pinned),
    order: { channels: ids(kept?.order?.channels), conversations: ids(kept?.order?.conversations) },
    folded: Array.isArray(kept?.folded) ? kept.folded.filter((name) => typeof name === "string") : ["archived", "online"],
  };
}

export function sectionOf(room, arranged) {
  if (room.archived) return "archived";
  if (arranged.pinned.includes(room.id)) return "pinned";
  return room.kind === "channel" ? "channels" : "conversations";
}

/** `[{ name, rooms }]` in the order shown, empty ones left out. */
export function sections(rooms, arranged, { language } = {}) {
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: "base" });
  const byName = (a, b) => collator.compare(a.title, b.title) || a.id - b.id;
  const groups = new Map(sectionNames.map((name) => [name, []]));
  for (const room of rooms) groups.get(sectionOf(room, arranged)).push(room);
  groups.get("pinned").sort(placed(arranged.pinned, byName));
  groups.get("channels").sort(placed(arranged.order.channels, byName));
  groups.get("conversations").sort(placed(arranged.order.conversations, byName));
  groups.get("archived").sort(byName);
  return [...groups].map(([name, members]) => ({ name, rooms: members })).filter((group) => group.rooms.length > 0);
}

/** Those that the person placed come first, as he placed them. */
function placed(order, otherwise) {
  const rank = new Map(order.map((id, index) => [id, index]));
  return (a, b) => {
    const [left, right] = [rank.get(a.id) ?? Infinity, rank.get(b.id) ?? Infinity];
    return left === right ? otherwise(a, b) : left - right;
  };
}

/** The arrangement with `id` in `section` before `before` (null: at its end). `shown` are the ids of the section now. */
export function moved(arranged, section, shown, id, before) {
  const rest = shown.filter((one) => one !== id);
  const at = before === null ? rest.length : rest.indexOf(before);
  if (at < 0) return arranged;
  const order = [...rest.slice(0, at), id, ...rest.slice(at)];
  if (section === "pinned") return { ...arranged, pinned: order };
  const pinned = arranged.pinned.filter((one) => one !== id);
  return { ...arranged, pinned, order: { ...arranged.order, [section]: order } };
}

export function pinned(arranged, id, isPinned) {
  const rest = arranged.pinned.filter((one) => one !== id);
  return { ...arranged, pinned: isPinned ? [...rest, id] : rest };
}

export function folded(arranged, name, isFolded) {
  const rest = arranged.folded.filter((one) => one !== name);
  return { ...arranged, folded: isFolded ? [...rest, name] : rest };
}

/** The room after `current` in the order shown, round the ends; `wanted` says which count. Null when there is none. */
export function neighbour(rooms, current, step, wanted = () => true) {
  const at = rooms.findIndex((room) => room.id === current);
  for (let turn = 1; turn <= rooms.length; turn += 1) {
    const start = at < 0 ? (step > 0 ? -1 : 0) : at;
    const room = rooms[(((start + step * turn) % rooms.length) + rooms.length) % rooms.length];
    if (room.id !== current && wanted(room)) return room;
  }
  return null;
}

/** The room that an address names; null for none. */
export function roomOf(hash) {
  const [, place, id] = hash.split(/[/?]/);
  return place === "rooms" && /^\d+$/.test(id ?? "") ? Number(id) : null;
}
