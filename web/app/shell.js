// The frame of the page for who is logged in: sidebar, screen, panel; which of them one sees, and where the focus is.

import { fill, h } from "../parts/dom.js";
import { toast } from "../parts/toast.js";
import { say } from "../words/say.js";
import { t } from "../words/words.js";
import { banner } from "./banner.js";
import { Panel } from "./panel.js";
import { beneath, link } from "./router.js";
import { extras, fetched, panels, placeOf, screens } from "./screens.js";
import { keys } from "./shortcuts.js";
import { style } from "./style.js";
import { titleOf } from "./title.js";
import { trouble } from "./trouble.js";

const lastRoom = "lastRoom";

/** As in styles/frame.css. */
const twoFit = matchMedia("(min-width: 48rem)");
const threeFit = matchMedia("(min-width: 70rem)");

export class Shell {
  #router;
  #prefs;
  #house;
  #app;
  #screen = null; // { name, view }
  #sidebar = null;
  #panelName = null;
  #lastMain = "#/";
  #turn = 0;
  #closing = [];
  #side = h("div", { class: "side", role: "complementary", "aria-label": t("app.sidebar"), tabindex: "-1" });
  #main = h("main", { class: "stage", id: "main", tabindex: "-1" });
  #live = h("div", { class: "unseen", role: "status" });
  #panel = new Panel(() => this.#dismiss());
  #title = null;
  #frame;

  constructor({ api, house, prefs, router }) {
    this.#router = router;
    this.#prefs = prefs;
    this.#house = house;
    this.#app = {
      api,
      house,
      prefs,
      link,
      style,
      toast,
      say,
      go: (hash) => router.go(hash),
      replace: (hash) => router.replace(hash),
      panel: (view) => this.#showPanel(view, null),
      announce: (text) => this.#announce(text),
      retitle: () => this.#title?.draw(),
      switcher: () => this.open("switcher"),
      shortcuts: () => this.open("shortcuts"),
      parting: null,
    };
  }

  get app() {
    return this.#app;
  }

  async start() {
    await style("frame");
    const connection = banner(this.#house);
    const skip = h("a", { class: "skip", href: "#main" }, t("app.skip"));
    skip.addEventListener("click", (event) => {
      event.preventDefault();
      this.#focusScreen();
    });
    this.#frame = h(
      "div",
      { class: "shell", data: { at: "side" } },
      skip,
      this.#side,
      h("div", { class: "middle" }, connection.element, this.#main),
      this.#panel.element,
      this.#live,
    );
    document.body.prepend(this.#frame);
    this.#title = titleOf(this.#house, () => this.#screen?.view.title ?? "");
    this.#closing.push(connection.close, this.#title.close, keys(this.#app, (name) => this.open(name)));
    this.#router.listen((route) => this.#show(route));
    const resized = () => this.#place(this.#router.route);
    for (const fit of [twoFit, threeFit]) {
      fit.addEventListener("change", resized);
      this.#closing.push(() => fit.removeEventListener("change", resized));
    }
    const sidebar = this.#loadSidebar();
    if (this.#router.route.path.length === 0) this.#chooseRoom();
    await Promise.all([sidebar, this.#show(this.#router.route)]);
    this.#startNotifying();
  }

  stop() {
    this.#turn++;
    this.#router.listen(() => {});
    this.#panel.show(null);
    this.#screen?.view.close?.();
    this.#screen = null;
    for (const close of this.#closing) close();
    for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
    document.querySelector(".toasts")?.replaceChildren();
    this.#frame.remove();
  }

  /** Opens what lies above everything: "switcher" or "shortcuts". */
  async open(name) {
    try {
      const module = await fetched(extras[name]);
      module.open(this.#app);
    } catch (error) {
      console.error(error);
      toast(t("app.notLoaded"));
    }
  }

  async #loadSidebar() {
    try {
      const module = await fetched(extras.sidebar);
      this.#sidebar = module.mount(this.#app);
      this.#closing.push(() => this.#sidebar.close?.());
      fill(this.#side, this.#sidebar.element);
    } catch (error) {
      console.error(error);
      fill(this.#side, trouble().element);
    }
  }

  async #startNotifying() {
    try {
      const module = await fetched(extras.notify);
      const stop = module.start(this.#app);
      if (typeof stop === "function") this.#closing.push(stop);
    } catch (error) {
      console.error(error); // The page does without until it is loaded again.
    }
  }

  /** With one room there is nothing to choose; where the sidebar has room beside it, the last one is shown. */
  #chooseRoom() {
    const own = this.#house.joined;
    const last = own.find((room) => room.id === this.#prefs.get(lastRoom));
    const room = own.length === 1 ? own[0] : twoFit.matches ? last : null;
    if (room) this.#router.replace(link.room(room.id));
  }

  async #show(route) {
    const turn = ++this.#turn;
    const { screen, panel } = placeOf(route);
    if (screen) this.#lastMain = this.#router.hash;
    if (screen === "rooms") this.#prefs.set(lastRoom, Number(route.path[1]));
    // A panel of an address goes with it; one that a screen opened is the screen's to close, or goes with the screen.
    if (this.#panelName && this.#panelName !== panel) this.#showPanel(null);
    const name = screen ?? this.#screen?.name ?? "welcome";
    if (this.#screen?.name === name) {
      if (screen) this.#screen.view.update?.(route);
    } else {
      this.#showPanel(null);
      const view = await this.#mount(screens[name], route);
      if (turn !== this.#turn) return void view.close?.();
      this.#screen?.view.close?.();
      this.#screen = { name, view };
      fill(this.#main, view.element);
      this.#frame.dataset.screen = name;
    }
    this.#sidebar?.update?.(route);
    this.#place(route);
    this.#title.draw();
    if (panel) await this.#mountPanel(panel, route, turn);
    else this.#focusPlace(route);
  }

  async #mount(part, route) {
    try {
      const module = await fetched(part);
      return await module.mount(this.#app, route);
    } catch (error) {
      console.error(error);
      return trouble();
    }
  }

  async #mountPanel(name, route, turn) {
    const view = this.#panel.view;
    if (this.#panelName === name && view.update) {
      view.update(route);
      return this.#panel.show(this.#panel.view);
    }
    const next = await this.#mount(panels[name], route);
    if (turn !== this.#turn) return void next.close?.();
    this.#showPanel(next, name);
  }

  #showPanel(view, name = null) {
    this.#panelName = view ? name : null;
    // What is not seen takes no focus: first the place, then the panel.
    if (view) this.#frame.dataset.at = "panel";
    this.#panel.show(view);
    this.#place(this.#router.route);
  }

  /** The person closes the panel: an address that is the panel's is left for the one beneath it. */
  #dismiss() {
    const to = beneath(this.#router.route, this.#lastMain);
    if (to) this.#router.leave(to);
    if (!to || !this.#panelName) this.#showPanel(null);
  }

  /** Which of the three one sees where only one fits; what stands alone is the page's main part. */
  #place({ path }) {
    const at = this.#panel.view ? "panel" : path.length === 0 ? "side" : "main";
    this.#frame.dataset.at = at;
    this.#side.setAttribute("role", at === "side" && !twoFit.matches ? "main" : "complementary");
    this.#panel.standsAlone(threeFit.matches ? null : (this.#screen?.view.title ?? ""));
  }

  #focusPlace({ path }) {
    if (document.querySelector("dialog[open]") || this.#panel.view) return;
    if (path.length === 0 && !twoFit.matches) this.#sidebar?.focus ? this.#sidebar.focus() : this.#side.focus();
    else this.#focusScreen();
  }

  #focusScreen() {
    const view = this.#screen?.view;
    if (view?.focus) view.focus();
    else (this.#main.querySelector("h1[tabindex]") ?? this.#main).focus();
  }

  #announce(text) {
    const line = h("p", {}, text);
    this.#live.append(line);
    setTimeout(() => line.remove(), 10_000);
  }
}
