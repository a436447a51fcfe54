// The address: what stands behind "#" says what is shown, so that links, reloads, back and forward work.

/** `{ path: ["rooms", "3"], query }` of a hash such as `#/rooms/3?x=1`. What cannot be read is the home address. */
export function parse(hash) {
  const text = hash.replace(/^#\/?/, "");
  const cut = text.indexOf("?");
  try {
    const path = (cut < 0 ? text : text.slice(0, cut)).split("/").filter(Boolean).map(decodeURIComponent);
    return { path, query: new URLSearchParams(cut < 0 ? "" : text.slice(cut + 1)) };
  } catch {
    return { path: [], query: new URLSearchParams() };
  }
}

const join = (...parts) => `#/${parts.filter((part) => part !== undefined && part !== null).map(encodeURIComponent).join("/")}`;

/** Addresses of what one can go to. */
export const link = {
  home: () => "#/",
  room: (id, seq) => join("rooms", id, seq),
  thread: (room, root) => join("rooms", room, "thread", root),
  about: (room, section) => join("rooms", room, "about", section),
  person: (id) => join("people", id),
  search: (text) => (text ? `#/search?q=${encodeURIComponent(text)}` : "#/search"),
  settings: (section) => join("settings", section),
  admin: (section) => join("admin", section),
  browse: () => "#/browse",
  saved: () => "#/saved",
  scheduled: () => "#/scheduled",
  notices: () => "#/notices",
};

/** Where one is when the panel that this route opens is closed; null for a route without one. */
export function beneath({ path }, lastMain) {
  if (path[0] === "rooms" && (path[2] === "thread" || path[2] === "about")) return link.room(path[1]);
  return path[0] === "people" ? lastMain : null;
}

export class Router {
  #listener = () => {};
  #previous = null;
  #current = location.hash;

  constructor() {
    addEventListener("hashchange", () => {
      this.#previous = this.#current;
      this.#current = location.hash;
      this.#listener(this.route);
    });
  }

  get route() {
    return parse(location.hash);
  }

  get hash() {
    return location.hash || "#/";
  }

  /** Who is told of every change. */
  listen(listener) {
    this.#listener = listener;
  }

  go(hash) {
    if (location.hash === hash) this.#listener(this.route);
    else location.hash = hash;
  }

  replace(hash) {
    if (this.hash === hash) return;
    history.replaceState(history.state, "", hash);
    this.#current = location.hash;
    this.#listener(this.route);
  }

  /** To where one came from if it was there, so that going back does not lead here again. */
  leave(hash) {
    if (this.#previous === hash) history.back();
    else this.replace(hash);
  }
}
