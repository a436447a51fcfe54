// Runs before the first paint, as a script of its own because the page allows no inline ones: the chosen look, so that
// nothing flashes, and whether to show the log-in form or the frame of somebody who was here before.

(() => {
  const root = document.documentElement;
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem("roost.prefs") ?? "{}") ?? {};
    if (localStorage.getItem("roost.account")) root.dataset.start = "house";
  } catch {
    // Storage may be forbidden or broken: the page looks as it comes.
  }
  for (const name of ["theme", "density", "motion"]) if (typeof kept[name] === "string") root.dataset[name] = kept[name];
  if (root.dataset.start !== "house") return;
  for (const path of ["/app/shell.js", "/models/opening.js", "/models/house.js", "/views/home/home.js", "/views/room/room.js"]) {
    const link = document.createElement("link");
    link.rel = "modulepreload";
    link.href = path;
    document.head.append(link);
  }
})();
