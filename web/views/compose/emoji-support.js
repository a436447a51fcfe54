// Which emoji this browser can draw. What it can't would be an empty box, or its parts side by side.

const SIZE = 24;
/** Systems without colour emoji at all draw these as signs; newer ones are left out there. */
const OLD = 11;

let context = null;
let isColourful = false;
let single = 0;
const known = new Map();

/** Whether it is drawn as one picture. Asked once for each of Unicode's versions, and once for the flags. */
export function shows(emoji) {
  if (!begin()) return true;
  const isFlag = /^\p{RI}{2}$/u.test(emoji.char);
  const kind = isFlag ? "flags" : emoji.version;
  if (!isFlag && emoji.version <= OLD) return true;
  if (!known.has(kind)) known.set(kind, isPicture(emoji.char));
  return known.get(kind);
}

function begin() {
  if (context) return true;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE;
  context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return false;
  context.font = `${SIZE * 0.75}px "Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji", sans-serif`;
  context.textBaseline = "top";
  single = context.measureText("😀").width;
  isColourful = hasColour("😀");
  return true;
}

function isPicture(char) {
  // A sequence that the font lacks falls apart, and is wider.
  if (context.measureText(char).width > single * 1.4) return false;
  return isColourful && hasColour(char);
}

/** An empty box has the colour of text. */
function hasColour(char) {
  context.clearRect(0, 0, SIZE, SIZE);
  context.fillText(char, 0, 2);
  const { data } = context.getImageData(0, 0, SIZE, SIZE);
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] > 40 && (data[at] !== data[at + 1] || data[at + 1] !== data[at + 2])) return true;
  }
  return false;
}
