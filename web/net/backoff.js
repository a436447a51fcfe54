// How long to wait before the next try: growing, and jittered so that a house full of clients does not come at once.

const FIRST = 500;
const MOST = 30_000;

/** The pause in milliseconds before try number `attempt` (0 is the first). At least half of the full pause. */
export function pause(attempt, random = Math.random) {
  const full = Math.min(MOST, FIRST * 2 ** Math.min(attempt, 16));
  return Math.round(full / 2 + (full / 2) * random());
}
