/** Values as Python source. Whatever a user typed comes out as a string literal, never as code. */
import { toBase64 } from '../base64.ts';

/** Characters of a line of base64 */
const LINE = 96;

/** JSON's escapes are Python's as well; halves of characters, which Python could not print, are replaced. */
export function pythonText(text: string): string {
  const whole = new TextDecoder().decode(new TextEncoder().encode(text));
  return JSON.stringify(whole);
}

export const pythonNumber = (value: number): string => (Object.is(value, -0) ? '0' : String(value));

export const pythonOptional = (text: string | null): string => (text === null ? 'None' : pythonText(text));

/** float32, little-endian, as lines of base64 in parentheses. @param values at least one @param indent of the lines */
export function pythonFloats(values: Float32Array, indent: string): string {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => {
    view.setFloat32(i * 4, value, true);
  });
  const lines = toBase64(bytes).match(new RegExp(`.{1,${LINE}}`, 'g'))!;
  return `(\n${lines.map((line) => `${indent}    "${line}"`).join('\n')}\n${indent})`;
}

/** A function that turns the text of `pythonFloats` into a tensor; needs `base64` and `torch`. */
export const DECODE_FUNCTION = `def decode(text):
    """[hidden_size], float32, from base64."""
    return torch.frombuffer(bytearray(base64.b64decode(text)), dtype=torch.float32).clone()
`;
