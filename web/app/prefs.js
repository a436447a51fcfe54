// What somebody chose for this browser: looks, clock, sound. Kept in localStorage, the same in all tabs.

import { Signal } from "../models/signal.js";

const key = "roost.prefs";

/** What holds while nothing was chosen. null leaves it to the system or the browser. */
const usual = { theme: "system", density: "comfortable", motion: "system", clock: "system", language: null, sound: false, desktop: false, keys: true };

export class Prefs {
  #values = {};
  #signal = new Signal();
  #storage;

  constructor(storage = browserStorage()) {
    this.#storage = storage;
    this.#read();
    globalThis.addEventListener?.("storage", (event) => {
      if (event.key !== key && event.key !== null) return;
      const before = this.#values;
      this.#read();
      for (const name of new Set([...Object.keys(before), ...Object.keys(this.#values)])) {
        if (JSON.stringify(before[name]) !== JSON.stringify(this.#values[name])) this.#signal.tell(name, this.get(name));
      }
    });
  }

  get(name) {
    return this.#values[name] ?? usual[name] ?? null;
  }

  /** undefined or null goes back to the usual. */
  set(name, value) {
    this.#read();
    this.#values[name] = value ?? undefined;
    try {
      this.#storage?.setItem(key, JSON.stringify(this.#values));
    } catch {
      // A full or forbidden storage: it holds until the page is closed.
    }
    this.#signal.tell(name, this.get(name));
  }

  /** Calls `listener(value)` when it changes, here or in another tab. Gives what takes that back. */
  on(name, listener) {
    return this.#signal.on(name, listener);
  }

  #read() {
    try {
      const kept = JSON.parse(this.#storage?.getItem(key) ?? "null");
      if (kept && typeof kept === "object") this.#values = kept;
    } catch {
      // Not ours, or cut off: as if nothing had been chosen.
    }
  }
}

/** The browser's storage, where it may be used. */
export function browserStorage() {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

/** Puts the chosen looks on <html>, now and whenever they change. */
export function wear(prefs, root = document.documentElement) {
  for (const name of ["theme", "density", "motion"]) {
    const put = (value) => (root.dataset[name] = value);
    put(prefs.get(name));
    prefs.on(name, put);
  }
  tint(prefs.get("theme"));
  prefs.on("theme", tint);
}

/** The browser's own bars go with a theme that was chosen; otherwise with the system's. */
function tint(theme) {
  const metas = [...document.querySelectorAll('meta[name="theme-color"]')];
  for (const meta of metas) meta.dataset.own ??= meta.content;
  const chosen = metas.find((meta) => meta.media.includes(`: ${theme}`));
  for (const meta of metas) meta.content = (chosen ?? meta).dataset.own;
}
