// Who somebody is, at a glance: the picture, or the first letter on a colour of his own.

import { h } from "./dom.js";

/** `person`: `{ id, name, picture, online, presence }`. `size` in pixels. */
export function avatar(person, size = 36, { presence = false } = {}) {
  const name = person.name || person.username || "?";
  const element = h("span", { class: "avatar", "aria-hidden": "true", data: { hue: String(Math.abs(person.id ?? 0) % 8) } });
  element.style.setProperty("--size", `${size}px`);
  const letter = () => element.prepend([...name][0].toLocaleUpperCase());
  if (person.picture) {
    const picture = h("img", {
      src: `/v1/people/${person.id}/picture?tag=${encodeURIComponent(person.picture)}`,
      alt: "",
      width: String(size),
      height: String(size),
      loading: "lazy",
      onerror: () => {
        picture.remove();
        letter();
      },
    });
    element.append(picture);
  } else letter();
  if (presence) {
    const state = person.online ? (person.presence ?? "online") : "offline";
    element.append(h("span", { class: "presence", data: { state } }));
  }
  return element;
}
