// Keys of sends: UUIDs of version 7 (RFC 9562, section 5.7) that rise, also within a millisecond.

let lastTime = 0;
let counter = 0;

/** A new key in lower-case text. Later keys of this page sort after earlier ones. */
export function uuid7(now = Date.now(), random = (bytes) => crypto.getRandomValues(bytes)) {
  const bytes = random(new Uint8Array(16));
  if (now > lastTime) {
    lastTime = now;
    // Half of the counter's room is left for keys of the same millisecond.
    counter = ((bytes[6] & 0x07) << 8) | bytes[7];
  } else if (++counter > 0xfff) {
    // The clock stood still, or went back, for too many keys: then the time is moved on instead.
    lastTime += 1;
    counter = 0;
  }
  for (let place = 0; place < 6; place++) {
    bytes[place] = Math.floor(lastTime / 2 ** (40 - 8 * place)) % 256;
  }
  bytes[6] = 0x70 | (counter >> 8);
  bytes[7] = counter & 0xff;
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
