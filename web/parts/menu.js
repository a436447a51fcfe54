// A menu under a button: arrows move, Enter chooses, Escape and leaving close it.

import { h } from "./dom.js";
import { icon } from "./icon.js";

/** `items`: `{ label, icon, run, kind, checked }`, null for a line between. Opens at `anchor`, where the focus goes back to. */
export function openMenu(anchor, items, label = "") {
  document.querySelector(".menu")?.hidePopover();
  const buttons = [];
  const menu = h(
    "div",
    { class: "menu", role: "menu", popover: "auto", "aria-label": label || anchor.getAttribute("aria-label") || "" },
    items.map((item) => {
      if (!item) return h("hr", {});
      const role = item.checked === undefined ? "menuitem" : "menuitemcheckbox";
      const button = h(
        "button",
        { type: "button", role, class: item.kind ?? "", tabindex: "-1", "aria-checked": item.checked?.toString() },
        icon(item.checked ? "check" : (item.icon ?? "more"), 18),
        h("span", {}, item.label),
      );
      if (!item.icon && !item.checked) button.firstChild.classList.add("blank");
      button.addEventListener("click", () => {
        menu.hidePopover();
        item.run();
      });
      buttons.push(button);
      return button;
    }),
  );
  menu.addEventListener("keydown", (event) => {
    // What closes a menu closes nothing that it lies in.
    event.stopPropagation();
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      buttons.at(to % buttons.length).focus();
    } else if (event.key === "Tab") menu.hidePopover();
  });
  menu.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    const hadFocus = menu.contains(document.activeElement) || document.activeElement === document.body;
    menu.remove();
    anchor.setAttribute("aria-expanded", "false");
    if (hadFocus && anchor.isConnected) anchor.focus();
  });
  // In the part of the page that it belongs to; beside an open dialog it could not be used.
  (anchor.closest("dialog, main, [role=main], [role=complementary]") ?? document.body).append(menu);
  menu.showPopover();
  place(menu, anchor);
  anchor.setAttribute("aria-expanded", "true");
  buttons[0]?.focus();
  return menu;
}

/** Below the anchor where there is room, else above; within the window. */
export function place(popup, anchor) {
  const at = anchor.getBoundingClientRect();
  const { width, height } = popup.getBoundingClientRect();
  const left = document.documentElement.dir === "rtl" ? at.left : at.right - width;
  const below = at.bottom + 4;
  const top = below + height < innerHeight - 8 ? below : Math.max(8, at.top - height - 4);
  popup.style.setProperty("left", `${Math.min(Math.max(8, left), Math.max(8, innerWidth - width - 8))}px`);
  popup.style.setProperty("top", `${top}px`);
}
