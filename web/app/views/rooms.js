// The list of rooms, making one, and oneself.

import { showRefusal, whileBusy } from "./form.js";

export class RoomsView {
  #current;
  #own = document.getElementById("own-rooms");
  #other = document.getElementById("other-rooms");
  #dialog = document.getElementById("room-dialog");
  #form = document.getElementById("room-form");

  /** `current()` gives the house of who is logged in; `created(room)` is called with a new room. */
  constructor(current, { created }) {
    this.#current = current;
    document.getElementById("new-room").onclick = () => this.#dialog.showModal();
    document.getElementById("room-cancel").onclick = () => this.#dialog.close();
    this.#dialog.onclose = () => this.#form.reset();
    const handle = this.#form.elements.handle;
    // The short name follows the title until the person writes one.
    let own = false;
    handle.oninput = () => (own = handle.value !== "");
    this.#form.onreset = () => (own = false);
    this.#form.elements.title.oninput = (event) => {
      if (!own) handle.value = shortName(event.target.value);
    };
    this.#form.onsubmit = async (event) => {
      event.preventDefault();
      const room = await whileBusy(this.#form, async ({ handle, title }) => {
        try {
          return await this.#current().createRoom(handle.trim(), title.trim());
        } catch (error) {
          showRefusal(this.#form, error, { name_invalid: "handle", room_name_taken: "handle" });
          return null;
        }
      });
      if (!room) return;
      this.#dialog.close();
      created(room);
    };
  }

  draw() {
    const house = this.#current();
    document.getElementById("self-name").textContent = house.account.name;
    const rooms = house.rooms;
    const own = rooms.filter((room) => room.joined);
    const other = rooms.filter((room) => !room.joined);
    this.#fill(this.#own, own);
    this.#fill(this.#other, other);
    document.getElementById("no-rooms").hidden = own.length > 0;
    document.getElementById("other-rooms-title").hidden = other.length === 0;
  }

  /** Changes entries in place, so that the focus stays where it is. */
  #fill(list, rooms) {
    const known = new Map([...list.children].map((item) => [Number(item.dataset.room), item]));
    rooms.forEach((room, place) => {
      const item = known.get(room.id) ?? newItem(room);
      known.delete(room.id);
      const [title, count] = item.firstChild.children;
      const current = room.id === this.#current().open;
      item.firstChild.href = `#${encodeURIComponent(room.handle)}`;
      if (current) item.firstChild.setAttribute("aria-current", "page");
      else item.firstChild.removeAttribute("aria-current");
      title.textContent = room.title;
      count.textContent = room.unread > 0 ? String(room.unread) : "";
      count.ariaLabel = room.unread > 0 ? `${room.unread} new` : null;
      if (list.children[place] !== item) list.insertBefore(item, list.children[place] ?? null);
    });
    for (const item of known.values()) item.remove();
  }
}

function newItem(room) {
  const item = document.createElement("li");
  item.dataset.room = room.id;
  const link = document.createElement("a");
  const title = document.createElement("span");
  const count = document.createElement("span");
  count.className = "count";
  link.append(title, count);
  item.append(link);
  return item;
}

/** What a title could be called in an address. */
function shortName(title) {
  return title
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{Nd}_-]+/gu, "-")
    .replace(/^[^\p{L}\p{Nd}]+|-+$/gu, "")
    .slice(0, 32);
}
