/** Keys of events, made on the phone: the same key is the same event however often it is sent. */

export function newKey() {
  // randomUUID is missing where the site is reached without https.
  return crypto.randomUUID ? crypto.randomUUID() : uuidOf(crypto.getRandomValues(new Uint8Array(16)));
}

/** A version 4 UUID of sixteen random bytes (RFC 9562). */
export function uuidOf(bytes) {
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}
