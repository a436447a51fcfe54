// The place to write in, of a room or a thread. What stands in it is a draft at every moment: it outlives the page.

import { style } from "../../app/style.js";
import { byteCount, marked, newLine, pastedLink, sendable } from "../../models/draft-text.js";
import { isCode } from "../../models/completion.js";
import { h } from "../../parts/dom.js";
import { uuid7 } from "../../net/uuid7.js";
import { t } from "../../words/words.js";
import { CompletionList } from "./completion-list.js";
import { ContextStrip } from "./context-strip.js";
import { fitHeight, insert, replace } from "./field-edits.js";
import { aboveKeyboard } from "./keyboard-inset.js";
import { Preview } from "./preview.js";
import { SendButton } from "./send-button.js";
import { Standing } from "./standing.js";
import { marks, toolbar, toolButton } from "./toolbar.js";

// Whoever has this module has its looks as well: nothing is seen without them.
await style("compose");

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
  #field = h("textarea", { class: "compose-text", rows: "1", dir: "auto", autocapitalize: "sentences", enterkeyhint: "enter" });
  #problem = h("p", { class: "problem", role: "alert" });
  #count = h("p", { class: "compose-count" });
  #list;
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
    this.#list = new CompletionList(app, room, this.#timeline, this.#field);
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
    this.#list.close();
    this.#standing.close();
    this.#button.close();
    this.#app.house.drafts.flush();
  }

  #build() {
    const name = this.#thread === null ? t("compose.write", { room: this.#room.title }) : t("compose.writeInThread");
    this.#field.setAttribute("aria-label", name);
    this.#field.placeholder = name;
    this.#previewButton = toolButton("eye", t("compose.preview"), () => this.#togglePreview(), { "aria-pressed": "false" });
    this.#pollButton = toolButton("poll", t("compose.poll"), () => this.#openPoll(), { "aria-haspopup": "dialog" });
    const tools = toolbar((mark) => this.#mark(mark), [this.#previewButton, this.#pollButton]);
    const fold = toolButton("format", t("compose.tools"), () => this.#unfold(fold), { "aria-expanded": "false" });
    fold.classList.add("compose-fold");
    const smile = toolButton("smile", t("compose.emojiPicker"), () => this.#pickEmoji(smile), { "aria-haspopup": "dialog" });
    this.element = h(
      "form",
      { class: "compose", novalidate: true, "aria-label": name },
      this.#list.element,
      h(
        "div",
        { class: "compose-box" },
        this.#strip.element,
        this.#preview.element,
        this.#field,
        h("div", { class: "compose-row" }, fold, tools, smile, this.#button.element),
      ),
      h("div", { class: "compose-status" }, this.#count, this.#button.waiting, this.#problem),
    );
  }

  #listen() {
    const field = this.#field;
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    field.addEventListener("input", (event) => this.#written(event));
    field.addEventListener("keydown", (event) => this.#pressed(event));
    field.addEventListener("paste", (event) => this.#pasted(event));
    field.addEventListener("blur", () => this.#list.close());
    // The caret may also be moved by a finger, or into another word.
    const moved = () => document.activeElement === field && this.#list.isOpen && this.#list.update();
    document.addEventListener("selectionchange", moved);
    const { house } = this.#app;
    this.#closing.push(
      () => document.removeEventListener("selectionchange", moved),
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
    this.#setText(editing?.text ?? text);
  }

  #setText(text) {
    if (this.#field.value !== text) {
      this.#field.value = text;
      this.#field.setSelectionRange(text.length, text.length);
    }
    this.#problem.textContent = "";
    this.#draw();
  }

  #keep() {
    const text = this.#field.value;
    if (this.#editing === null) this.#draft = { text, replyTo: this.#replyTo };
    else this.#draft = { ...this.#draft, editing: { seq: this.#editing, text } };
  }

  #written(event) {
    this.#problem.textContent = "";
    this.#keep();
    this.#draw();
    if (!event.isComposing) this.#list.update(event);
    if (this.#editing === null && this.#field.value.trim()) this.#app.house.typing(this.#room);
  }

  #draw() {
    const text = this.#field.value;
    const isEditing = this.#editing !== null;
    fitHeight(this.#field);
    this.#strip.show({ replyTo: this.#replyTo, line: this.#line, editing: isEditing });
    this.#preview.update(text);
    this.#button.draw({ isEmpty: text.trim() === "", isEditing });
    this.#pollButton.hidden = isEditing;
    this.element.classList.toggle("is-editing", isEditing);
    const left = this.#bytesLeft(text);
    this.#count.textContent = left > NEAR ? "" : t(left < 0 ? "compose.bytesOver" : "compose.bytesLeft", { count: Math.abs(left) });
    this.#count.classList.toggle("is-over", left < 0);
  }

  #bytesLeft(text) {
    const limit = this.#app.house.server.limits.message_bytes;
    // No character of the text has more than three bytes a unit of it: most texts need no counting.
    return text.length * 3 < limit - NEAR ? limit : limit - byteCount(sendable(text));
  }

  // Keys

  #pressed(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (this.#list.key(event)) return;
    if (event.key === "Enter") this.#entered(event);
    else if (event.key === "Escape") this.#escaped(event);
    else if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) this.#commanded(event);
    else if (event.key === "ArrowUp" && this.#field.value === "" && !event.shiftKey && !event.altKey) this.#editLast(event);
  }

  #entered(event) {
    const isCommand = event.ctrlKey || event.metaKey;
    if (isCommand || (this.#button.enterSends && !event.shiftKey && !event.altKey)) {
      event.preventDefault();
      return this.element.requestSubmit();
    }
    const { value, selectionStart, selectionEnd } = this.#field;
    if (isCode(value, selectionStart)) return;
    event.preventDefault();
    replace(this.#field, newLine(value, selectionStart, selectionEnd));
  }

  #escaped(event) {
    if (this.#preview.isOpen) this.#togglePreview();
    else if (this.#editing !== null || this.#replyTo !== null) this.#leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #commanded(event) {
    const mark = marks.find(({ key }) => key === event.key.toLowerCase())?.mark;
    // Without a selection Ctrl K is the quick switcher's.
    if (!mark || (mark === "link" && this.#field.selectionStart === this.#field.selectionEnd)) return;
    event.preventDefault();
    this.#mark(mark);
  }

  #editLast(event) {
    if (this.#editing !== null) return;
    const me = this.#app.house.me.account.id;
    const isMine = (line) => line.kind === "message" && line.by?.id === me && !line.deleted && !line.forwarded && line.text;
    const last = this.#timeline.lines.findLast(isMine);
    if (!last) return;
    event.preventDefault();
    this.edit(last);
  }

  #mark(mark) {
    const { value, selectionStart, selectionEnd } = this.#field;
    replace(this.#field, marked(mark, value, selectionStart, selectionEnd));
  }

  #pasted(event) {
    const { value, selectionStart, selectionEnd } = this.#field;
    const pasted = event.clipboardData?.getData("text/plain") ?? "";
    const link = isCode(value, selectionStart) ? null : pastedLink(pasted, value, selectionStart, selectionEnd);
    if (!link) return;
    event.preventDefault();
    replace(this.#field, link);
  }

  // Leaving

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
    this.#field.readOnly = isBusy;
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
    if (!text || this.#isTooLong(text)) return;
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
    const { openEmojiPicker } = await import("./emoji-picker.js");
    openEmojiPicker(button, (char) => insert(this.#field, char));
  }

  async #openPoll() {
    const { openPollDialog } = await import("./poll-dialog.js");
    openPollDialog(this.#app, this.#field.value.trim(), (poll) => this.#send(poll));
  }
}
