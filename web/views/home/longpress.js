// A long press, for fingers: what the right button of a mouse does. Not every browser tells it by itself.

const LONG = 500;
const STILL = 10;

/** `pressed(element)` is called when one that `selector` names was held. The tap that ends it does nothing else. */
export function longPress(root, selector, pressed) {
  let timer = null;
  let from = null;
  let isHeld = false;
  const stop = () => {
    clearTimeout(timer);
    timer = null;
  };
  root.addEventListener("pointerdown", (event) => {
    isHeld = false;
    const one = event.pointerType === "touch" ? event.target.closest(selector) : null;
    if (!one || event.target.closest("button")) return;
    from = { x: event.clientX, y: event.clientY };
    timer = setTimeout(() => {
      isHeld = true;
      pressed(one);
    }, LONG);
  });
  root.addEventListener("pointermove", (event) => timer && Math.hypot(event.clientX - from.x, event.clientY - from.y) > STILL && stop());
  for (const end of ["pointerup", "pointercancel", "scroll"]) root.addEventListener(end, stop, true);
  root.addEventListener(
    "click",
    (event) => {
      // The press itself opened the menu by a click of ours, which has no pointer behind it.
      if (!isHeld || !event.isTrusted) return;
      isHeld = false;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );
  // Browsers that tell it by themselves would open a second menu.
  root.addEventListener("contextmenu", (event) => (timer || isHeld) && (event.preventDefault(), event.stopPropagation()), true);
}
