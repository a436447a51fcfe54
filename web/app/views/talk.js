// The room that is looked at: its head, its log, its people, and the line to write in.

import { Composer } from "./composer.js";
import { LogView } from "./log.js";

const element = (id) => document.getElementById(id);

export class TalkView {
  #current;
  #room = null;
  #log;
  #composer;
  #drawing = false;
  #historyTrouble = null;

  /** `current()` gives the house of who is logged in. */
  constructor(current) {
    this.#current = current;
    this.#log = new LogView({
      wantOlder: () => this.#loadOlder(),
      act: (what, key) =>
        what === "retry" ? this.#house.retry(this.#room, key) : this.#house.discard(this.#room, key),
    });
    this.#composer = new Composer(
      () => this.#house.messageBytes,
      (text) => {
        this.#house.send(this.#room, text);
        this.#log.toEnd();
      },
    );
    element("join").onclick = () => this.#join();
    element("leave").onclick = () => this.#askToLeave();
    element("connection-retry").onclick = () => this.#house.retryNow();
    element("people-button").onclick = () => this.#showPeople(element("people").hidden);
  }

  get room() {
    return this.#room;
  }

  get #house() {
    return this.#current();
  }

  show(room) {
    this.#room = room;
    this.#historyTrouble = null;
    this.#log.clear();
    element("nowhere").hidden = room !== null;
    element("room").hidden = room === null;
    if (!room) this.#showPeople(false);
    else this.#composer.turnTo(`${this.#house.account.id}.${room.id}`);
    this.draw();
  }

  focus() {
    // On a touch screen the focus would open the keyboard over what one wants to read.
    if (this.#room?.joined && matchMedia("(pointer: fine)").matches) this.#composer.focus();
    else element("room-title").focus();
  }

  /** Draws soon, once for all that happens until then. */
  draw() {
    if (this.#drawing) return;
    this.#drawing = true;
    queueMicrotask(() => {
      this.#drawing = false;
      this.#drawNow();
    });
  }

  drawConnection() {
    const line = element("connection");
    const state = this.#house.connection;
    // One sentence for all the tries: nobody wants to hear of each.
    if (state === "connecting" && line.dataset.state === "waiting") return;
    line.dataset.state = state;
    const texts = { connecting: "Connecting…", waiting: "Not connected. Trying again by itself." };
    element("connection-text").textContent = texts[state] ?? "";
    element("connection-retry").hidden = state !== "waiting";
  }

  #drawNow() {
    const room = this.#room;
    if (!room || !this.#house) return;
    element("room-title").textContent = room.title;
    element("room-handle").textContent = `#${room.handle}`;
    element("leave").hidden = !room.joined;
    this.#composer.show(room.joined, room.title);
    element("join-offer").hidden = room.joined;
    element("join-text").textContent = `${people(room.memberCount)} in this room. Join to read and write.`;
    element("room-trouble").textContent = room.trouble ?? this.#historyTrouble ?? "";
    if (room.joined && this.#log.atEnd) room.trim();
    const events = room.joined ? room.events : [];
    this.#log.draw(events, this.#house.pending(room), this.#house.account);
    const said = events.some((event) => event.kind === "message") || this.#house.pending(room).length > 0;
    const beginning = element("beginning");
    beginning.hidden = !(room.joined && room.atBeginning);
    beginning.textContent = said ? `This is the beginning of ${room.title}.` : "Nothing has been said here yet. Say hello.";
    this.drawPeople();
    if (room.joined) this.#log.fill();
  }

  drawPeople() {
    const room = this.#room;
    if (!room) return;
    const button = element("people-button");
    const online = room.online?.size;
    button.textContent = online ? `${online} here` : people(room.memberCount);
    button.title = online ? `${people(room.memberCount)} in this room, ${online} of them here` : "";
    button.hidden = !room.joined;
    const list = room.people;
    element("people-many").hidden = list !== null;
    element("people-many").textContent = `${people(room.memberCount)}: too many to list here.`;
    element("people-list").replaceChildren(...(list ?? []).map(personItem));
  }

  #showPeople(shown) {
    element("people").hidden = !shown;
    element("people-button").setAttribute("aria-expanded", String(shown));
  }

  async #loadOlder() {
    const room = this.#room;
    if (!room?.joined || room.cursor === null || room.atBeginning || this.#historyTrouble) return;
    element("loading").hidden = false;
    element("log").ariaBusy = "true";
    try {
      await this.#house.loadOlder(room);
    } catch (error) {
      // Not again by itself: the next turn to the room, or the next connection, asks anew.
      if (room === this.#room) this.#historyTrouble = error.message;
    }
    element("loading").hidden = true;
    element("log").ariaBusy = "false";
    this.draw();
  }

  /** The way is open again: what could not be loaded may be asked for. */
  recovered() {
    this.#historyTrouble = null;
    this.draw();
  }

  async #join() {
    try {
      await this.#house.join(this.#room);
      this.focus();
    } catch (error) {
      element("room-trouble").textContent = error.message;
    }
  }

  #askToLeave() {
    const dialog = element("leave-dialog");
    const room = this.#room;
    const problem = dialog.querySelector(".problem");
    problem.textContent = "";
    element("leave-title").textContent = `Leave ${room.title}?`;
    dialog.querySelector("form").onsubmit = async (event) => {
      if (event.submitter.value !== "leave") return;
      event.preventDefault();
      try {
        await this.#house.leave(room);
        dialog.close();
      } catch (error) {
        problem.textContent = error.message;
      }
    };
    dialog.showModal();
  }
}

function people(count) {
  return count === 1 ? "1 person" : `${count} people`;
}

function personItem({ name, username, online }) {
  const item = document.createElement("li");
  item.className = online ? "online" : "away";
  const shown = document.createElement("span");
  shown.textContent = name;
  shown.title = username;
  const state = document.createElement("span");
  state.className = "unseen";
  state.textContent = online ? "online" : "offline";
  item.append(shown, " ", state);
  return item;
}
