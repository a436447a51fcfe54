// A long press, for fingers: what the right button of a mouse does. Not every browser tells it by itself.

const LONG = 500;
const STILL = 10;

/** `pressed(element)` is called when one that `selector` names was held and let go. The tap that ends it does nothing else. */
export function longPress(root, selector, pressed) {
  let timer = null;
  let from = null;
  let held = null;
  const stop = () => {
    clearTimeout(timer);
    timer = null;
  };
  root.addEventListener("pointerdown", (event) => {
    held = null;
    const one = event.pointerType === "touch" && !event.target.closest("button") ? event.target.closest(selector) : null;
    if (!one) return;
    from = { x: event.clientX, y: event.clientY };
    timer = setTimeout(() => {
      held = one;
      timer = null;
      navigator.vibrate?.(10);
    }, LONG);
  });
  root.addEventListener(
    "pointermove",
    (event) => timer && Math.hypot(event.clientX - from.x, event.clientY - from.y) > STILL && stop(),
  );
  for (const end of ["pointerup", "pointercancel"]) {
    root.addEventListener(end, () => {
      stop();
      const one = held;
      // A menu that opens before the finger is off would close with it.
      if (one) setTimeout(() => pressed(one));
    });
  }
  root.addEventListener(
    "click",
    (event) => {
      if (!held || !event.isTrusted) return;
      held = null;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );
  // Browsers that tell it by themselves would open a second menu.
  root.addEventListener("contextmenu", (event) => (timer || held) && (event.preventDefault(), event.stopPropagation()), true);
}
