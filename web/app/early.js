// Runs before the first paint, as a script of its own because the page allows no inline ones: the chosen look, so that
// nothing flashes, and whether to show the log-in form or the frame of somebody who was here before.

(() => {
  const root = document.documentElement;
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem("roost.prefs") ?? "{}") ?? {};
    if (localStorage.getItem("roost.account")) root.dataset.start = "house";
    root.dir = localStorage.getItem("roost.dir") === "rtl" ? "rtl" : "ltr";
  } catch {
    // Storage may be forbidden or broken: the page looks as it comes.
  }
  for (const name of ["theme", "density", "motion"]) if (typeof kept[name] === "string") root.dataset[name] = kept[name];
  if (root.dataset.start !== "house") return;
  document.head.append(Object.assign(document.createElement("script"), { type: "module", src: "/app/ahead.js" }));
})();
