// Keeps the composer above a keyboard that lies over the page instead of making it smaller, as on an iPhone.

/** Gives what stops it. */
export function aboveKeyboard(element) {
  const viewport = globalThis.visualViewport;
  if (!viewport) return () => {};
  const place = () => {
    // Zooming in makes the viewport smaller as well; then nothing is moved.
    const covered = viewport.scale > 1.05 ? 0 : innerHeight - viewport.height - viewport.offsetTop;
    element.style.setProperty("--keyboard", `${Math.max(0, Math.round(covered))}px`);
  };
  viewport.addEventListener("resize", place);
  viewport.addEventListener("scroll", place);
  return () => {
    viewport.removeEventListener("resize", place);
    viewport.removeEventListener("scroll", place);
  };
}
