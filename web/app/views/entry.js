// Registering and logging in.

import { clearProblems, showRefusal, whileBusy } from "./form.js";

const byCode = {
  name_invalid: "username",
  username_taken: "username",
  mail_invalid: "mail",
  mail_taken: "mail",
  password_invalid: "password",
  owner_code_needed: "code",
};

export class EntryView {
  #api;
  #entered;
  #root = document.getElementById("entry");
  #logIn = document.getElementById("log-in");
  #register = document.getElementById("register");
  #server = null;

  /** `entered()` is called when the person is logged in. */
  constructor(api, entered) {
    this.#api = api;
    this.#entered = entered;
    document.querySelector("#to-register button").onclick = () => this.#turn(this.#register);
    document.querySelector("#to-log-in button").onclick = () => this.#turn(this.#logIn);
    this.#logIn.onsubmit = (event) => this.#submit(event, (fields) => api.logIn(fields.login.trim(), fields.password));
    this.#register.onsubmit = (event) =>
      this.#submit(event, ({ code, name, username, mail, password }) =>
        this.#api.register({
          username: username.trim(),
          mail: mail.trim(),
          password,
          ...(name.trim() ? { name: name.trim() } : {}),
          ...(this.#server.owner_needed ? { code: code.trim() } : {}),
        }),
      );
  }

  /** `why` says what happened before, such as a session that ended. */
  show(server, why = "") {
    this.#server = server;
    const first = server.owner_needed;
    const open = first || server.registration === "open";
    document.getElementById("entry-title").textContent = server.name || "Roost";
    document.getElementById("entry-lead").textContent =
      why ||
      (first
        ? "This house is new. The first account becomes its owner."
        : open
          ? "Good to see you."
          : "Accounts are made by those who run this server.");
    document.getElementById("register-title").textContent = first ? "Make the owner's account" : "Register";
    document.getElementById("code-field").hidden = !first;
    document.getElementById("register-code").required = first;
    document.getElementById("to-register").hidden = !open;
    document.getElementById("to-log-in").hidden = first;
    this.#root.hidden = false;
    document.title = server.name || "Roost";
    this.#turn(first ? this.#register : this.#logIn);
  }

  hide() {
    this.#root.hidden = true;
    this.#logIn.reset();
    this.#register.reset();
  }

  #turn(form) {
    this.#logIn.hidden = form !== this.#logIn;
    this.#register.hidden = form !== this.#register;
    clearProblems(form);
    form.querySelector("input:not([hidden])")?.closest(".field:not([hidden])")?.querySelector("input").focus();
  }

  async #submit(event, act) {
    event.preventDefault();
    const form = event.target;
    const done = await whileBusy(form, async (fields) => {
      try {
        await act(fields);
        return true;
      } catch (error) {
        showRefusal(form, error, byCode);
        return false;
      }
    });
    if (done) this.#entered();
  }
}
