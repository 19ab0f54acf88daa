/** Bytes as text: base64 as files have it, and its form for addresses (`-` and `_`, no padding). Reads both. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const STANDARD = `${ALPHABET}+/`;
const URL_SAFE = `${ALPHABET}-_`;

const VALUES = new Map<string, number>(
  [STANDARD, URL_SAFE].flatMap((digits) => [...digits].map((digit, value) => [digit, value] as const)),
);

export function toBase64(bytes: Uint8Array): string {
  const digits = encode(bytes, STANDARD);
  return digits.padEnd(Math.ceil(digits.length / 4) * 4, '=');
}

export function toBase64Url(bytes: Uint8Array): string {
  return encode(bytes, URL_SAFE);
}

/** @returns null for anything but base64 of either form, white space included */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  const digits = text.replace(/={1,2}$/, '');
  // One digit alone holds six bits, which are no byte.
  if (digits.length % 4 === 1) return null;
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let i = 0; i < digits.length; i++) {
    const value = VALUES.get(digits[i]!);
    if (value === undefined) return null;
    bits = (bits << 6) | value;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[at++] = bits >> held;
    bits &= (1 << held) - 1;
  }
  return bytes;
}

function encode(bytes: Uint8Array, digits: string): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const group = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const four = [18, 12, 6, 0].map((shift) => digits[(group >> shift) & 63]!).join('');
    parts.push(four.slice(0, Math.min(3, bytes.length - i) + 1));
  }
  return parts.join('');
}
