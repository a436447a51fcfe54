// How much is unread, where one sees it while the page is in the background: its title and its icon.

/** `place()` gives what is shown, as a text. Gives `{ draw, close }`. */
export function titleOf(house, place) {
  let drawn = null;
  const draw = () => {
    const { unread, mentions } = house.unreadTotal;
    const name = house.server?.name || "Roost";
    const where = place();
    const title = where && where !== name ? `${where} · ${name}` : name;
    document.title = mentions > 0 ? `(${mentions}) ${title}` : unread > 0 ? `• ${title}` : title;
    const mark = mentions > 0 ? (mentions > 9 ? "9+" : String(mentions)) : unread > 0 ? "•" : "";
    if (mark === drawn) return;
    drawn = mark;
    drawIcon(mark);
  };
  const offs = [house.on("rooms", draw), house.on("connection", draw)];
  draw();
  return {
    draw,
    close() {
      for (const off of offs) off();
      drawIcon("");
    },
  };
}

/** The icon with a mark in its corner; without one, as it comes. */
async function drawIcon(mark) {
  const link = document.querySelector('link[rel="icon"]');
  link.dataset.mark = mark;
  if (!mark) {
    link.href = "/icon.svg";
    return;
  }
  const picture = new Image(64, 64);
  picture.src = "/icon.svg";
  try {
    await picture.decode();
  } catch {
    return; // Without the picture the title has to do.
  }
  if (link.dataset.mark !== mark) return;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 64;
  const pen = canvas.getContext("2d");
  pen.drawImage(picture, 0, 0, 64, 64);
  pen.fillStyle = "#c3263a";
  pen.beginPath();
  pen.arc(46, 18, mark === "•" ? 13 : 18, 0, 2 * Math.PI);
  pen.fill();
  if (mark !== "•") {
    pen.fillStyle = "#fff";
    pen.font = `bold ${mark.length > 1 ? 20 : 28}px system-ui, sans-serif`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillText(mark, 46, 20);
  }
  link.href = canvas.toDataURL();
}
