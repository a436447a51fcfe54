// Which rooms are silent for this person. What he set is asked for when a room is opened; it is kept here, so that the
// sidebar shows it at once the next time.

const FOR_GOOD = Number.MAX_SAFE_INTEGER;

/** `isMuted(room)`; `keep(rooms)` remembers what is known of them by now. */
export function muted(app, now = Date.now) {
  const key = `muted.${app.house.me.account.id}`;
  const kept = () => app.prefs.get(key) ?? {};
  const until = ({ level, muted_until = 0 }) => (level === "none" ? FOR_GOOD : muted_until);
  return {
    isMuted: (room) => (room.notifications ? until(room.notifications) : (kept()[room.id] ?? 0)) > now(),
    keep(rooms) {
      const before = kept();
      const known = rooms.map((room) => [room.id, room.notifications ? until(room.notifications) : (before[room.id] ?? 0)]);
      const after = Object.fromEntries(known.filter(([, end]) => end > now()));
      if (JSON.stringify(after) !== JSON.stringify(before)) app.prefs.set(key, after);
    },
  };
}
