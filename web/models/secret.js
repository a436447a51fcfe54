// Passwords for others, made up here: easy to read out, hard to guess.

const letters = "abcdefghijkmnpqrstuvwxyz23456789";

/** Four groups of four, 80 bits. `random` fills an array of bytes. */
export function madeUpPassword(random = (bytes) => crypto.getRandomValues(bytes)) {
  const text = [...random(new Uint8Array(16))].map((byte) => letters[byte % letters.length]).join("");
  return text.match(/.{4}/g).join("-");
}
