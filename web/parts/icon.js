// The one set of icons: strokes of 1.75 on a grid of 24, round ends. Each is the `d` of one path.

import { hs } from "./dom.js";

const paths = {
  add: "M12 5v14M5 12h14",
  back: "M15 5l-7 7 7 7",
  bell: "M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15L6 16M10 21h4",
  bellOff: "M6 16V11a6 6 0 0 1 8-5.6M18 12v4l1.5 2H8M10 21h4M4 4l16 16",
  bold: "M7 5h6a3.5 3.5 0 0 1 0 7H7V5M7 12h7a3.5 3.5 0 0 1 0 7H7v-7",
  bookmark: "M7 4h10v16l-5-4-5 4V4",
  calendar: "M5 6h14v14H5zM5 10h14M9 4v4M15 4v4",
  check: "M5 12.5l4.5 4.5L19 7.5",
  chevron: "M7 10l5 5 5-5",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5l3.5 2",
  close: "M6 6l12 12M18 6L6 18",
  cloud: "M7 18a4 4 0 0 1-.6-7.95A6 6 0 0 1 18 9.5a4.2 4.2 0 0 1 2.6 1.6M21 15.5A3.5 3.5 0 0 1 17.5 18H11M4 4l16 16",
  code: "M9 7l-5 5 5 5M15 7l5 5-5 5",
  compass: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M15.5 8.5l-2 5-5 2 2-5 5-2",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  device: "M4 5h16v10H4zM9 19h6M12 15v4",
  down: "M12 5v14M6 13l6 6 6-6",
  download: "M12 4v11M7 11l5 5 5-5M4 20h16",
  edit: "M4 20h4L19 9l-4-4L4 16v4M13 7l4 4",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6",
  eyeOff: "M9.5 6A9 9 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a17 17 0 0 1-3 3.7M6 8a17 17 0 0 0-3.5 4S6 18.5 12 18.5a9 9 0 0 0 3.5-.7M4 4l16 16",
  flag: "M6 21V4h11l-2 4 2 4H6",
  format: "M3 18L8 6l5 12M5 14h6M21 18v-7M21 14.5a3 3.5 0 1 0-6 0 3 3.5 0 0 0 6 0",
  forward: "M14 6l6 6-6 6M20 12h-9a7 7 0 0 0-7 7",
  gear: "M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.1 2.1M16.3 16.3l2.1 2.1M18.4 5.6l-2.1 2.1M7.7 16.3l-2.1 2.1",
  hash: "M9 4L7 20M17 4l-2 16M4 9h16M4 15h16",
  home: "M4 11l8-7 8 7v9h-5v-6H9v6H4v-9",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 11v5M12 8v.01",
  italic: "M10 5h8M6 19h8M14 5l-4 14",
  key: "M8 19a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9M11.5 11.5L20 3M16 7l3 3",
  link: "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1",
  list: "M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  people: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M3 20a6 6 0 0 1 12 0M16 4.5a3.5 3.5 0 0 1 0 6M18 14.5a6 6 0 0 1 3 5.5",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4.5 21a7.5 7.5 0 0 1 15 0",
  pin: "M9 4h6l-1 6 3 4H7l3-4-1-6M12 14v7",
  poll: "M5 20V10M12 20V4M19 20v-7",
  quote: "M5 5v14M10 8h10M10 12h10M10 16h6",
  reply: "M10 6l-6 6 6 6M4 12h9a7 7 0 0 1 7 7",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M16 16l5 5",
  send: "M4 12l16-8-6 16-3-7-7-1",
  shield: "M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6l8-3",
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M8.5 14a4 4 0 0 0 7 0M9 9.5v.01M15 9.5v.01",
  spoiler: "M4 9h16v6H4zM8 9v6M12 9v6M16 9v6",
  strike: "M4 12h16M16.5 8A4 3.5 0 0 0 12.5 5h-1A4 3.5 0 0 0 8 9c0 1.5 1 2.5 3 3M7.5 16a4 3.5 0 0 0 4 3h1a4 3.5 0 0 0 4-3.5",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8M12 2v2M12 20v2M2 12h2M20 12h2M4.9 4.9l1.4 1.4M17.7 17.7l1.4 1.4M19.1 4.9l-1.4 1.4M6.3 17.7l-1.4 1.4",
  thread: "M5 5h14v10h-7l-4 4v-4H5V5M9 9h6M9 12h4",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  up: "M12 19V5M6 11l6-6 6 6",
  warning: "M12 4l9 16H3l9-16M12 10v4M12 17v.01",
};

/** A drawing for the eye alone: what it means stands in the text or the label beside it. */
export function icon(name, size = 20) {
  const path = hs("path", { d: paths[name] ?? paths.info });
  return hs(
    "svg",
    { class: "icon", viewBox: "0 0 24 24", width: size, height: size, "aria-hidden": "true", focusable: "false" },
    path,
  );
}
