// What is shown to who is logged in: the screen and the panel of the address, the sidebar, and where the focus is.

import { fill } from "../parts/dom.js";
import { toast } from "../parts/toast.js";
import { say } from "../words/say.js";
import { t } from "../words/words.js";
import { banner } from "./banner.js";
import { Frame } from "./frame.js";
import { beneath, link } from "./router.js";
import { extras, fetched, panels, placeOf, screens } from "./screens.js";
import { keys } from "./shortcuts.js";
import { style } from "./style.js";
import { titleOf } from "./title.js";
import { trouble } from "./trouble.js";

const lastRoom = "lastRoom";

export class Shell {
  /** What every view gets. */
  app;
  #router;
  #house;
  #frame = null;
  #title = null;
  #screen = null; // { name, view }
  #sidebar = null;
  #panelName = null; // of the panel that the address opened
  #lastMain = "#/";
  #turn = 0;
  #isOver = false;
  #closing = [];

  constructor({ api, house, prefs, router }) {
    this.#router = router;
    this.#house = house;
    this.app = {
      api,
      house,
      prefs,
      link,
      style,
      toast,
      say,
      go: (hash) => router.go(hash),
      replace: (hash) => router.replace(hash),
      panel: (view) => this.#showPanel(view),
      announce: (text) => this.#frame.announce(text),
      retitle: () => this.#title?.draw(),
      switcher: () => this.#open("switcher"),
      shortcuts: () => this.#open("shortcuts"),
      /** Said on the log-in page when the session is over, in place of the usual. */
      parting: null,
    };
  }

  async start() {
    await style("frame");
    if (this.#isOver) return;
    const connection = banner(this.#house);
    this.#frame = new Frame({
      above: connection.element,
      skip: () => this.#focusScreen(),
      dismiss: () => this.#dismiss(),
      resized: () => this.#place(),
    });
    this.#title = titleOf(this.#house, () => this.#screen?.view.title ?? "");
    this.#closing.push(connection.close, this.#title.close, keys(this.app, (name) => this.#open(name)));
    this.#router.listen((route) => this.#show(route));
    const sidebar = this.#loadSidebar();
    if (this.#router.route.path.length === 0) this.#chooseRoom();
    await Promise.all([sidebar, this.#show(this.#router.route)]);
    this.#startNotifying();
  }

  stop() {
    this.#turn++;
    this.#isOver = true;
    if (!this.#frame) return;
    this.#router.listen(() => {});
    this.#frame.panel.show(null);
    this.#screen?.view.close?.();
    this.#screen = null;
    for (const close of this.#closing) close();
    for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
    document.querySelector(".toasts")?.replaceChildren();
    this.#frame.remove();
  }

  // What stays

  async #loadSidebar() {
    try {
      const module = await fetched(extras.sidebar);
      this.#sidebar = module.mount(this.app);
      this.#closing.push(() => this.#sidebar.close?.());
      fill(this.#frame.side, this.#sidebar.element);
    } catch (error) {
      console.error(error);
      fill(this.#frame.side, trouble().element);
    }
  }

  async #startNotifying() {
    try {
      const module = await fetched(extras.notify);
      const stop = module.start(this.app);
      if (typeof stop === "function") this.#closing.push(stop);
    } catch (error) {
      console.error(error); // The page does without until it is loaded again.
    }
  }

  /** Opens what lies above everything: "switcher" or "shortcuts". */
  async #open(name) {
    try {
      const module = await fetched(extras[name]);
      module.open(this.app);
    } catch (error) {
      console.error(error);
      toast(t("app.notLoaded"));
    }
  }

  // What the address says

  /** With one room there is nothing to choose; where the sidebar has room beside it, the last one is shown. */
  #chooseRoom() {
    const own = this.#house.joined;
    const last = own.find((room) => room.id === this.app.prefs.get(lastRoom));
    const room = own.length === 1 ? own[0] : this.#frame.isNarrow ? null : last;
    if (room) this.#router.replace(link.room(room.id));
  }

  async #show(route) {
    const turn = ++this.#turn;
    const { screen, panel } = placeOf(route);
    if (screen) this.#lastMain = this.#router.hash;
    if (screen === "rooms") this.app.prefs.set(lastRoom, Number(route.path[1]));
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
      fill(this.#frame.main, view.element);
      this.#frame.element.dataset.screen = name;
    }
    this.#sidebar?.update?.(route);
    this.#place();
    this.#title.draw();
    if (panel) await this.#mountPanel(panel, route, turn);
    else this.#focus();
  }

  async #mount(part, route) {
    try {
      const module = await fetched(part);
      return await module.mount(this.app, route);
    } catch (error) {
      console.error(error);
      return trouble();
    }
  }

  async #mountPanel(name, route, turn) {
    const { panel } = this.#frame;
    if (this.#panelName === name && panel.view.update) {
      panel.view.update(route);
      return panel.show(panel.view);
    }
    const view = await this.#mount(panels[name], route);
    if (turn !== this.#turn) return void view.close?.();
    this.#showPanel(view, name);
  }

  #showPanel(view, name = null) {
    this.#panelName = view ? name : null;
    // What is not seen takes no focus: first the place, then the panel.
    if (view) this.#frame.place("panel", this.#screen?.view.title ?? "");
    this.#frame.panel.show(view);
    this.#place();
  }

  /** The person closes the panel: an address that is the panel's is left for the one beneath it. */
  #dismiss() {
    const to = beneath(this.#router.route, this.#lastMain);
    if (to) this.#router.leave(to);
    if (!to || !this.#panelName) this.#showPanel(null);
  }

  #place() {
    const isHome = this.#router.route.path.length === 0;
    this.#frame.place(this.#frame.panel.view ? "panel" : isHome ? "side" : "main", this.#screen?.view.title ?? "");
  }

  // The focus

  #focus() {
    if (document.querySelector("dialog[open]") || this.#frame.panel.view) return;
    const isHome = this.#router.route.path.length === 0;
    if (!isHome || !this.#frame.isNarrow) this.#focusScreen();
    else if (this.#sidebar?.focus) this.#sidebar.focus();
    else this.#frame.side.focus();
  }

  #focusScreen() {
    const view = this.#screen?.view;
    if (view?.focus) view.focus();
    else (this.#frame.main.querySelector("h1[tabindex]") ?? this.#frame.main).focus();
  }
}
