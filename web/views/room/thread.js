// A thread in the panel: the message that it begins with, its answers, and where one writes another.

import { h } from "../../parts/dom.js";
import { t } from "../../words/words.js";
import { openDialogOf } from "./actions.js";
import { Foot } from "./foot.js";
import { Log } from "./log.js";

export function threadPanel(app, room, root) {
  const timeline = room.thread(root);
  const foot = new Foot(app, room, { thread: root, onsent: () => log.toNewest() });
  const log = new Log({
    app,
    room,
    timeline,
    thread: root,
    name: `thread-${root}`,
    label: t("room.threadLog"),
    beginning: () => [],
    compose: () => foot.composer,
    act: (line, what) => openDialogOf(what, log, line),
  });
  timeline.loadRoot().then(() => log.draw());
  log.open();
  return {
    title: t("room.thread"),
    element: h("div", { class: "thread-panel" }, log.element, foot.element),
    focus: () => foot.focus(document.getElementById("panel-title")),
    close() {
      log.close();
      foot.close();
    },
  };
}
