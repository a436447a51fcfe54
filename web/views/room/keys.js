// The log by keyboard: arrows (or j and k) go from message to message, letters act on the one that has the focus, Escape leads back to
// where one writes.

import { actionsFor, openActions } from "./actions.js";

export function follow(log) {
  log.list.addEventListener("keydown", (event) => {
    const row = event.target;
    // Keys on what is inside a message are its own.
    if (!row.dataset?.seq || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && !log.host.thread) return log.host.compose()?.focus();
    const by = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, Home: -Infinity, End: Infinity }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      if (by === Infinity) log.toNewest();
      else log.step(row, by);
      return;
    }
    const line = log.lineOf(row);
    if (!line?.isMessage) return;
    if (event.key === "Enter" || event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) {
      event.preventDefault();
      openActions(log, line, row);
      return;
    }
    const action = actionsFor(log, line).find((one) => one?.key === event.key);
    if (!action) return;
    event.preventDefault();
    action.run(row);
  });
}
