// Base64 in its one form: base64url without padding in JSON, padded base64 in notes (protocol.md §1.1).
// Unused bits are zero; nothing else is skipped or allowed.

const URL_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const PLAIN_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function decode(text: string, letters: string): Uint8Array | undefined {
  if (text.length % 4 === 1) return undefined;
  const out = new Uint8Array(Math.floor((text.length * 6) / 8));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const letter of text) {
    const value = letters.indexOf(letter);
    if (value < 0) return undefined;
    held = (held << 6) | value;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[at] = held >> bits;
      at += 1;
      held &= (1 << bits) - 1;
    }
  }
  return held === 0 ? out : undefined;
}

function encode(bytes: Uint8Array, letters: string): string {
  let out = "";
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      out += letters.charAt(held >> bits);
      held &= (1 << bits) - 1;
    }
  }
  return bits > 0 ? out + letters.charAt(held << (6 - bits)) : out;
}

/** `undefined` for anything but the one encoding of some bytes. */
export function fromBase64Url(text: string): Uint8Array | undefined {
  return decode(text, URL_LETTERS);
}

export function base64Url(bytes: Uint8Array): string {
  return encode(bytes, URL_LETTERS);
}

/** Padded; `undefined` for anything but the one encoding of some bytes. */
export function fromBase64(text: string): Uint8Array | undefined {
  const stripped = text.replace(/={1,2}$/, "");
  const bytes = decode(stripped, PLAIN_LETTERS);
  return bytes !== undefined && base64(bytes) === text ? bytes : undefined;
}

export function base64(bytes: Uint8Array): string {
  const bare = encode(bytes, PLAIN_LETTERS);
  return bare.padEnd(Math.ceil(bare.length / 4) * 4, "=");
}
