/** Turns tokens into text as they come, character by whole character. */

/** What bytes become that make no character, or none yet. */
const REPLACEMENT = '\uFFFD';

/** Tokens decoded together at most; more only make each step slower. */
const MAX_WINDOW = 32;

/** Tokens that stay when the window is full. */
const KEPT_TOKENS = 16;

/**
 * Text that the kept tokens must have, in UTF-16 units. An unfinished character has at most three bytes, which on their
 * own decode to three units; with four, the window holds the whole of it, and something before it, so that a decoder
 * that drops the first space of a text drops none that counts.
 */
const KEPT_UNITS = 4;

/** The cost of a token does not grow with the text: only the last tokens are decoded again. */
export class TokenStream {
  private readonly decode: (ids: readonly number[]) => string;
  private window: number[] = [];
  /** UTF-16 units of the window's text that are out */
  private given = 0;

  /** @param decode text of tokens, with U+FFFD for bytes that make no character */
  constructor(decode: (ids: readonly number[]) => string) {
    this.decode = decode;
  }

  /** @returns the text that became final with this token; empty while a character is unfinished */
  push(id: number): string {
    this.window.push(id);
    const text = this.decode(this.window);
    // An unfinished character at the end decodes to one U+FFFD; all that lies before is final.
    const held = text.endsWith(REPLACEMENT) ? 1 : 0;
    const piece = text.slice(this.given, text.length - held);
    this.given = text.length - held;
    if (this.window.length > MAX_WINDOW) this.shrink(held);
    return piece;
  }

  /** @returns what was held back: U+FFFD when the last character stayed unfinished, else nothing */
  flush(): string {
    const piece = this.decode(this.window).slice(this.given);
    this.given += piece.length;
    return piece;
  }

  private shrink(held: number): void {
    const kept = this.window.slice(-KEPT_TOKENS);
    const { length } = this.decode(kept);
    if (length < KEPT_UNITS) return;
    this.window = kept;
    this.given = length - held;
  }
}
