// The drawing that the page is known by: birds on a wire. For the eye alone.

import { hs } from "./dom.js";

const bird = "M0 0c5-1 9-5 10-10 1-4 4-7 8-7 3 0 5 1 6 3l5 1-5 3c-1 8-6 14-14 16-3 1-6 1-9 0l-9 5 8-11z";

/** `count` birds, one to four; the last one looks the other way. */
export function birds(count = 3) {
  const places = [[28, 47], [76, 50], [146, 50], [186, 46]].slice(0, count);
  return hs(
    "svg",
    { class: "drawing", viewBox: "0 0 200 80", width: 200, height: 80, "aria-hidden": "true", focusable: "false" },
    hs("path", { class: "wire", d: "M2 56q98 12 196 0" }),
    places.map(([x, y], index) =>
      hs(
        "g",
        { transform: `translate(${x} ${y}) scale(${index === places.length - 1 && count > 1 ? -1 : 1} 1)` },
        hs("path", { class: index === 1 ? "bird chosen" : "bird", d: bird }),
        hs("path", { class: "wire", d: "M6 6v5M10 5v5" }),
      ),
    ),
  );
}
