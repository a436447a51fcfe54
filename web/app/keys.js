// Keys that work everywhere.

/** `open(name)` opens what lies above everything. Gives what takes the keys back. */
export function keys(app, open) {
  const press = (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (isCommand && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open("switcher");
    } else if (event.key === "?" && app.prefs.get("keys") && !event.ctrlKey && !event.metaKey && !isWriting(event.target)) {
      event.preventDefault();
      open("shortcuts");
    }
  };
  addEventListener("keydown", press);
  return () => removeEventListener("keydown", press);
}

const isWriting = (element) => Boolean(element.closest?.("input, textarea, select, [contenteditable]"));
