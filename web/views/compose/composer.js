// The place to write in, of a room or a thread. What stands in it is a draft at every moment: it outlives the page.

import { byteCount, sendable } from "../../models/draft-text.js";
import { calm } from "../../models/inline.js";
import { h } from "../../parts/dom.js";
import { uuid7 } from "../../net/uuid7.js";
import { t } from "../../words/words.js";
import { ContextStrip } from "./context-strip.js";
import { insert } from "./field-edits.js";
import { aboveKeyboard } from "./keyboard-inset.js";
import { part } from "./part.js";
import { Preview } from "./preview.js";
import { SendButton } from "./send-button.js";
import { Standing } from "./standing.js";
import { TextField } from "./text-field.js";
import { toolbar, toolButton } from "./toolbar.js";

/** Bytes before the limit at which one is told of it. */
const NEAR = 1000;

/**
 * Of a room, or of the thread that begins with the message `thread`. `onsent()` is called when something was sent.
 * `reply(line)` answers a message, `edit(line)` changes one's own.
 */
export function composer(app, room, { thread = null, onsent } = {}) {
  const view = new Composer(app, room, thread, onsent);
  return {
    element: view.element,
    focus: () => view.focus(),
    reply: (line) => view.reply(line),
    edit: (line) => view.edit(line),
    close: () => view.close(),
  };
}

class Composer {
  #app;
  #room;
  #thread;
  #onsent;
  #timeline;
  #replyTo = null;
  /** What is answered, if it is known. */
  #line = null;
  /** The number of the message that is being changed, or null. */
  #editing = null;
  #isSaving = false;
  /** What was sent from here: should it be refused for good, it comes back. */
  #sent = new Set();
  #closing = [];
  #field;
  #problem = h("p", { class: "problem", role: "alert" });
  #count = h("p", { class: "compose-count" });
  #strip;
  #preview;
  #standing;
  #button;
  #pollButton;
  #previewButton;
  element;

  constructor(app, room, thread, onsent) {
    this.#app = app;
    this.#room = room;
    this.#thread = thread;
    this.#onsent = onsent;
    this.#timeline = thread === null ? room.timeline : room.thread(thread);
    this.#field = new TextField(app, room, this.#timeline, {
      written: () => this.#written(),
      submit: () => this.element.requestSubmit(),
      leave: () => this.#left(),
      editLast: () => this.#editLast(),
      enterSends: () => this.#button.enterSends,
    });
    this.#strip = new ContextStrip(app, room, () => this.#leave());
    this.#preview = new Preview(app, room);
    this.#button = new SendButton(app, room, this.#timeline, (at) => this.#schedule(at));
    this.#build();
    this.#standing = new Standing(app, room, this.element);
    this.#listen();
    this.#load();
  }

  focus() {
    this.#field.focus();
  }

  reply(line) {
    if (this.#editing !== null) this.#stopEditing();
    this.#replyTo = line.seq;
    this.#line = line;
    this.#keep();
    this.#draw();
    this.focus();
  }

  edit(line) {
    const { text, replyTo } = this.#draft;
    this.#draft = { text, replyTo, editing: { seq: line.seq, text: line.text } };
    this.#load();
    this.focus();
  }

  close() {
    for (const close of this.#closing) close();
    this.#field.close();
    this.#standing.close();
    this.#button.close();
    this.#app.house.drafts.flush();
  }

  #build() {
    const name = this.#thread === null ? t("compose.write", { room: calm(this.#room.title) }) : t("compose.writeInThread");
    this.#field.element.setAttribute("aria-label", name);
    this.#field.element.placeholder = name;
    this.#previewButton = toolButton("eye", t("compose.preview"), () => this.#togglePreview(), { "aria-pressed": "false" });
    this.#pollButton = toolButton("poll", t("compose.poll"), () => this.#openPoll(), { "aria-haspopup": "dialog" });
    const tools = toolbar((mark) => this.#field.mark(mark), [this.#previewButton, this.#pollButton]);
    const fold = toolButton("format", t("compose.tools"), () => this.#unfold(fold), { "aria-expanded": "false" });
    fold.classList.add("compose-fold");
    const smile = toolButton("smile", t("compose.emojiPicker"), () => this.#pickEmoji(smile), { "aria-haspopup": "dialog" });
    this.element = h(
      "form",
      { class: "compose", novalidate: true, "aria-label": name },
      this.#field.list.element,
      h(
        "div",
        { class: "compose-box" },
        this.#strip.element,
        this.#preview.element,
        this.#field.element,
        h("div", { class: "compose-row" }, fold, tools, smile, this.#button.element),
      ),
      h("div", { class: "compose-status" }, this.#count, this.#button.waiting, this.#problem),
    );
  }

  #listen() {
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    const { house } = this.#app;
    this.#closing.push(
      aboveKeyboard(this.element),
      house.on("drafts", () => this.#editing === null && this.#draft.text !== this.#field.value && this.#load()),
      house.on(`pending:${this.#room.id}`, () => this.#takeBack()),
    );
  }

  // What is written

  get #draft() {
    return this.#app.house.drafts.get(this.#room.id, this.#thread) ?? { text: "", replyTo: null, editing: null };
  }

  set #draft(draft) {
    this.#app.house.drafts.set(this.#room.id, this.#thread, draft);
  }

  #load() {
    const { text, replyTo, editing } = this.#draft;
    this.#editing = editing?.seq ?? null;
    if (replyTo !== this.#replyTo) this.#line = null;
    this.#replyTo = replyTo;
    this.#line ??= this.#timeline.lines.find((line) => line.seq === replyTo) ?? null;
    this.#field.value = editing?.text ?? text;
    this.#problem.textContent = "";
    this.#draw();
  }

  #keep() {
    const text = this.#field.value;
    if (this.#editing === null) this.#draft = { text, replyTo: this.#replyTo };
    else this.#draft = { ...this.#draft, editing: { seq: this.#editing, text } };
  }

  #written() {
    this.#problem.textContent = "";
    this.#keep();
    this.#draw();
    if (this.#editing === null && this.#field.value.trim()) this.#app.house.typing(this.#room);
  }

  #draw() {
    const text = this.#field.value;
    const isEditing = this.#editing !== null;
    this.#strip.show({ replyTo: this.#replyTo, line: this.#line, editing: isEditing });
    this.#preview.update(text);
    this.#button.draw({ isEmpty: text.trim() === "", isEditing });
    this.#pollButton.hidden = isEditing;
    this.#field.element.enterKeyHint = this.#button.enterSends ? "send" : "enter";
    this.element.classList.toggle("is-editing", isEditing);
    this.#drawCount(this.#bytesLeft(text));
  }

  #drawCount(left) {
    const isOver = left < 0;
    this.#count.textContent = left > NEAR ? "" : t(isOver ? "compose.bytesOver" : "compose.bytesLeft", { count: Math.abs(left) });
    // Said once, not at every key.
    if (isOver && !this.#count.classList.contains("is-over")) this.#app.announce(this.#count.textContent);
    this.#count.classList.toggle("is-over", isOver);
  }

  #bytesLeft(text) {
    const limit = this.#app.house.server.limits.message_bytes;
    // No character of the text has more than three bytes a unit of it: most texts need no counting.
    return text.length * 3 < limit - NEAR ? limit : limit - byteCount(sendable(text));
  }

  /** Changes the last message of one's own that is here. Gives whether there is one. */
  #editLast() {
    if (this.#editing !== null) return false;
    const me = this.#app.house.me.account.id;
    const isMine = (line) => line.kind === "message" && line.by?.id === me && !line.deleted && !line.forwarded && line.text;
    const last = this.#timeline.lines.findLast(isMine);
    if (last) this.edit(last);
    return last !== undefined;
  }

  // Leaving

  /** One step back: out of the preview, else out of what is changed or answered. Gives whether there was one. */
  #left() {
    const isAnything = this.#preview.isOpen || this.#editing !== null || this.#replyTo !== null;
    if (this.#preview.isOpen) this.#togglePreview();
    else if (isAnything) this.#leave();
    return isAnything;
  }

  #leave() {
    if (this.#editing !== null) return this.#stopEditing();
    this.#replyTo = null;
    this.#line = null;
    this.#keep();
    this.#draw();
    this.focus();
  }

  #stopEditing() {
    this.#draft = { ...this.#draft, editing: null };
    this.#load();
    this.focus();
  }

  // Sending

  #submit() {
    const text = sendable(this.#field.value);
    if (this.#isSaving || !this.#standing.may) return;
    if (this.#editing !== null) return this.#save(text);
    if (!text || this.#isTooLong(text)) return;
    if (this.#button.isWaiting) return this.#app.announce(this.#button.waiting.textContent);
    this.#send({ text });
  }

  async #send(message) {
    const sent = { ...message, thread: this.#thread, replyTo: this.#replyTo };
    this.#clear();
    this.#button.sentNow();
    const key = await this.#app.house.send(this.#room, sent);
    this.#sent.add(key);
    this.#onsent?.();
  }

  /** What was here is on its way. */
  #clear() {
    this.#draft = { text: "" };
    this.#app.house.drafts.flush();
    this.#load();
    if (this.#preview.isOpen) this.#togglePreview();
  }

  /** What the server refused for good comes back, if nothing else was begun meanwhile; else its row in the log offers it. */
  #takeBack() {
    if (this.#field.value !== "" || this.#editing !== null) return;
    const pending = this.#app.house.pending(this.#room, this.#thread);
    const refused = pending.find(({ key, state, poll, text }) => state === "failed" && this.#sent.has(key) && !poll && text);
    if (!refused) return;
    this.#sent.delete(refused.key);
    this.#replyTo = refused.replyTo ?? null;
    this.#draft = { text: refused.text, replyTo: this.#replyTo };
    this.#app.house.discard(refused.key);
    this.#load();
    this.#problem.textContent = this.#app.say(refused.failure);
  }

  async #save(text) {
    if (!text) return void (this.#problem.textContent = t("compose.editEmpty"));
    if (this.#isTooLong(text)) return;
    const seq = this.#editing;
    this.#busy(true);
    try {
      await this.#app.api.patch(`/v1/rooms/${this.#room.id}/messages/${seq}`, { text });
      if (this.#editing === seq) this.#stopEditing();
    } catch (error) {
      this.#problem.textContent = this.#app.say(error);
    }
    this.#busy(false);
  }

  #busy(isBusy) {
    this.#isSaving = isBusy;
    this.#field.element.readOnly = isBusy;
    this.element.setAttribute("aria-busy", String(isBusy));
  }

  #isTooLong(text) {
    const limit = this.#app.house.server.limits.message_bytes;
    const bytes = byteCount(text);
    if (bytes > limit) this.#problem.textContent = t("compose.tooLong", { bytes, limit });
    return bytes > limit;
  }

  /** Throws what the server says against it. */
  async #schedule(at) {
    const text = sendable(this.#field.value);
    if (this.#isTooLong(text)) throw new Error(this.#problem.textContent);
    const body = { room: this.#room.id, at, key: uuid7(), text };
    if (this.#thread !== null) body.thread = this.#thread;
    if (this.#replyTo !== null) body.reply_to = this.#replyTo;
    await this.#app.api.post("/v1/me/scheduled", body);
    this.#clear();
  }

  // The tools

  #unfold(button) {
    const isOpen = this.element.classList.toggle("is-unfolded");
    button.setAttribute("aria-expanded", String(isOpen));
  }

  #togglePreview() {
    this.#preview.toggle(this.#field.value);
    this.#previewButton.setAttribute("aria-pressed", String(this.#preview.isOpen));
    this.focus();
  }

  async #pickEmoji(button) {
    const picker = await part(this.#app, () => import("./emoji-picker.js"));
    picker?.openEmojiPicker(button, (char) => insert(this.#field.element, char));
  }

  async #openPoll() {
    const dialog = await part(this.#app, () => import("./poll-dialog.js"));
    dialog?.openPollDialog(this.#app, this.#field.value.trim(), (poll) => this.#send(poll));
  }
}
