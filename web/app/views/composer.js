// The line to write in. What was begun in a room waits there until one comes back to it.

const encoder = new TextEncoder();

export class Composer {
  #form = document.getElementById("composer");
  #text = document.getElementById("text");
  #problem = document.getElementById("text-problem");
  #drafts = new Map();
  #room = null;

  /** `limit()` gives the most bytes of a message; `send(text)` takes one. */
  constructor(limit, send) {
    this.#text.oninput = () => {
      this.#problem.textContent = "";
      this.#grow();
    };
    this.#text.onkeydown = (event) => {
      // While an input method is at work, Enter is its own. On touch screens it makes a new line.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || matchMedia("(pointer: coarse)").matches) return;
      event.preventDefault();
      this.#form.requestSubmit();
    };
    this.#form.onsubmit = (event) => {
      event.preventDefault();
      const text = this.#text.value;
      if (text.trim() === "") return;
      const bytes = encoder.encode(text).length;
      if (bytes > limit()) {
        this.#problem.textContent = `This is ${bytes.toLocaleString()} bytes long; at most ${limit().toLocaleString()} fit into a message.`;
        return;
      }
      this.#text.value = "";
      this.#problem.textContent = "";
      this.#grow();
      send(text);
      this.#text.focus();
    };
  }

  turnTo(room) {
    this.#drafts.set(this.#room, this.#text.value);
    this.#room = room;
    this.#text.value = this.#drafts.get(room) ?? "";
    this.#problem.textContent = "";
    this.#grow();
  }

  show(shown, title) {
    this.#form.hidden = !shown;
    this.#text.placeholder = `Write to ${title}`;
  }

  focus() {
    this.#text.focus();
  }

  /** As many rows as there are lines; browsers that size the field by its content need no more. */
  #grow() {
    this.#text.rows = Math.min(8, this.#text.value.split("\n").length);
  }
}
