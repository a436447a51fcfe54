// What to do about a message that the server says should be noticed: nothing, a word in the page, one on the desktop, a tone.
// The server decided whether; here it is only how, and in which of the open tabs.

/** How near a tab is to the message, from a tab's view. The nearest one acts. */
export const NEARNESS = { hidden: 1, visible: 2, reading: 3 };

/** How long tabs wait for each other's word. Background tabs run their timers once a second at most. */
export const BALLOT_MS = 400;
/** Two tones are at least so far apart. */
export const TONE_MS = 3000;
const REMEMBERED = 200;

export function nearness({ visible, open }, notice) {
  if (!visible) return NEARNESS.hidden;
  return open === notice.room ? NEARNESS.reading : NEARNESS.visible;
}

/** Whether the claim `a` goes before `b`: the nearer tab, and of equals the one with the smaller name. */
export const outranks = (a, b) => a.nearness > b.nearness || (a.nearness === b.nearness && a.tab < b.tab);

/** `{ toast, desktop, tone }` for the tab that acts. `preferences` are `{ desktop, sound, quiet }`. */
export function ways(near, preferences, permission) {
  if (near === NEARNESS.reading || preferences.quiet) return { toast: false, desktop: false, tone: false };
  return {
    toast: near === NEARNESS.visible,
    desktop: near === NEARNESS.hidden && preferences.desktop && permission === "granted",
    tone: preferences.sound,
  };
}

export class Notifier {
  #tab;
  #see;
  #act;
  #say;
  #wait;
  #now;
  #ballots = new Map();
  #settled = new Set();
  #lastTone = -Infinity;

  /**
   * `see()` gives `{ visible, open, preferences, permission }`; `act(notice, ways)` does it; `say(claim)` tells the other tabs;
   * `wait(run, ms)` and `now()` are the clock.
   */
  constructor({ tab, see, act, say = () => {}, wait = (run, ms) => setTimeout(run, ms), now = () => Date.now() }) {
    this.#tab = tab;
    this.#see = see;
    this.#act = act;
    this.#say = say;
    this.#wait = wait;
    this.#now = now;
  }

  /** The server's frame: `{ room, seq, by, reason }`. */
  noticed(notice) {
    const key = `${notice.room}/${notice.seq}`;
    const ballot = this.#ballot(key);
    if (this.#settled.has(key) || ballot.mine) return;
    ballot.mine = { key, tab: this.#tab, nearness: nearness(this.#see(), notice) };
    this.#say(ballot.mine);
    this.#wait(() => this.#settle(key, notice), BALLOT_MS);
  }

  /** What another tab said. One that settled before we heard of the message says so by its claim alone. */
  heard(claim) {
    if (typeof claim?.key !== "string" || typeof claim.nearness !== "number" || typeof claim.tab !== "string") return;
    this.#ballot(claim.key).others.push(claim);
  }

  #settle(key, notice) {
    const { mine, others } = this.#ballot(key);
    this.#ballots.delete(key);
    this.#settled.add(key);
    if (this.#settled.size > REMEMBERED) this.#settled.delete(this.#settled.values().next().value);
    // Whoever claimed it long before us has acted already, however near we are.
    if (others.some((other) => other.acted || outranks(other, mine))) return;
    const state = this.#see();
    const near = nearness(state, notice);
    this.#say({ ...mine, acted: true });
    const chosen = ways(near, state.preferences, state.permission);
    if (chosen.tone) {
      const now = this.#now();
      if (now - this.#lastTone < TONE_MS) chosen.tone = false;
      else this.#lastTone = now;
    }
    if (chosen.toast || chosen.desktop || chosen.tone) this.#act(notice, chosen);
  }

  #ballot(key) {
    if (!this.#ballots.has(key)) {
      this.#ballots.set(key, { mine: null, others: [] });
      // Claims for what never reaches this tab must not pile up.
      if (this.#ballots.size > REMEMBERED) this.#ballots.delete(this.#ballots.keys().next().value);
    }
    return this.#ballots.get(key);
  }
}

/** Whether the desktop can be used, and why not: "insecure", "unsupported", "denied", "default" or "granted". */
export function desktopState(scope = globalThis) {
  if (!("Notification" in scope)) return scope.isSecureContext === false ? "insecure" : "unsupported";
  if (scope.isSecureContext === false) return "insecure";
  return scope.Notification.permission;
}
