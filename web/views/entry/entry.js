// Who is not logged in: the log-in form, which stands in the HTML, and the ways to get an account.

import { adopt, onSubmit } from "../../parts/form.js";
import { fill, h } from "../../parts/dom.js";
import { revealable } from "../../parts/password.js";
import { t } from "../../words/words.js";

const byId = (id) => document.getElementById(id);

export class Entry {
  #context;
  #server = null;
  #root = byId("entry");
  #form = byId("log-in");
  #place = byId("entry-place");
  #turn = 0;

  /** `entered()` is called when somebody is logged in. */
  constructor({ api, prefs, router, entered }) {
    this.#context = { api, prefs, router, entered };
    const fields = { login: adopt(byId("login-name")), password: adopt(byId("login-password")) };
    onSubmit(this.#form, {
      fields,
      about: { bad_credentials: "password" },
      run: async (values) => {
        await api.post("/v1/sessions", { ...values, cookie: true });
        await entered();
      },
    });
  }

  /** `why` says what happened before, such as a session that ended; `retry` is what to do about it. */
  show(server, why = "", retry = null) {
    document.documentElement.removeAttribute("data-start");
    if (server) this.#server = server;
    const name = this.#server?.name || "Roost";
    byId("entry-server").textContent = name;
    document.title = name;
    this.#say(why, retry);
    this.#root.hidden = false;
    if (!this.#form.querySelector(".revealable")) revealable(byId("login-password"));
    this.#drawAside();
    this.#context.router.listen((route) => this.#follow(route));
    this.#follow(this.#context.router.route);
  }

  hide() {
    this.#root.hidden = true;
    this.#form.reset();
    this.#place.replaceChildren();
  }

  #say(why, retry) {
    const note = byId("entry-note");
    note.hidden = !why;
    fill(note, h("p", {}, why), retry && h("button", { type: "button", class: "quiet", onclick: retry }, t("app.retry")));
  }

  #drawAside() {
    const aside = byId("entry-aside");
    if (!this.#server) return void aside.replaceChildren();
    const isOpen = this.#server.registration === "open";
    fill(
      aside,
      isOpen ? t("entry.noAccount") : t(this.#server.registration === "link" ? "entry.byLink" : "entry.closed"),
      isOpen && " ",
      isOpen && h("a", { href: "#/register" }, t("entry.register")),
    );
  }

  async #follow({ path }) {
    const turn = ++this.#turn;
    const [what, token] = path;
    const server = this.#server;
    if (server?.owner_needed) return this.#put(turn, () => import("./first.js"), { code: what === "first" ? token : "" });
    if (what === "invite" && token && server) return this.#put(turn, () => import("./register.js"), { token });
    if (what === "register" && server?.registration === "open") return this.#put(turn, () => import("./register.js"), {});
    this.#swap(this.#form);
  }

  async #put(turn, load, given) {
    try {
      const { mount } = await load();
      const element = await mount({ ...this.#context, server: this.#server, ...given });
      if (turn !== this.#turn) return;
      fill(this.#place, element);
      this.#swap(this.#place);
    } catch (error) {
      console.error(error);
      if (turn === this.#turn) this.#say(t("app.notLoadedWhy"), () => location.reload());
    }
  }

  #swap(shown) {
    this.#form.hidden = shown !== this.#form;
    this.#place.hidden = shown !== this.#place;
    const input = [...shown.querySelectorAll("input")].find((one) => !one.value);
    if (matchMedia("(pointer: fine)").matches) input?.focus();
  }
}
