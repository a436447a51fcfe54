// Whether one may write in a room now, and if not, why and until when.

/**
 * `{ state, until }`: "may", or "muted" (until), "archived", "blocked" (one blocks the other of a conversation),
 * "announcements" (only moderators write here), "speakers" (and whom they let), "refused" (for another reason) or "none" (one does not belong to it).
 * `blocked` are the ids of whom one blocks.
 */
export function standingIn(room, blocked, now) {
  if (!room.joined) return { state: "none" };
  if (room.archived) return { state: "archived" };
  if (room.mutedUntil > now) return { state: "muted", until: room.mutedUntil };
  if (blocked.has(room.person?.id)) return { state: "blocked" };
  // A mute that is just over is not in what one may until the room is read again.
  if (!room.may.has("post") && !room.mutedUntil) {
    const reasons = { moderator: "announcements", owner: "announcements", speaker: "speakers" };
    return { state: reasons[room.settings?.may_post] ?? "refused" };
  }
  return { state: "may" };
}

/** When one may write again in a room in slow mode: an instant, or 0. Moderators do not wait. `last` is when one last wrote. */
export function slowUntil(room, last, now) {
  if (!room.slowMode || !last || room.may.has("moderate")) return 0;
  // The clock of this device may be wrong: never longer than the room says.
  const until = Math.min(last, now) + room.slowMode * 1000;
  return until > now ? until : 0;
}
