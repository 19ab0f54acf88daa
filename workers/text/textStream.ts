/** The text of one answer as its tokens come: whole characters, cut at the first stop string. */
import { StopStrings } from './stopStrings.ts';
import { TokenStream } from './tokenStream.ts';

export class TextStream {
  private readonly tokens: TokenStream;
  private readonly stops: StopStrings;
  private given = '';

  /**
   * @param decode text of tokens, special ones left out
   * @throws TillerError `bad_request` for an empty stop string
   */
  constructor(decode: (ids: readonly number[]) => string, stops: readonly string[] = []) {
    this.tokens = new TokenStream(decode);
    this.stops = new StopStrings(stops);
  }

  /** All text so far. */
  get text(): string {
    return this.given;
  }

  /** Whether a stop string has come. */
  get stopped(): boolean {
    return this.stops.stopped;
  }

  /** @returns the text that became final with this token */
  push(id: number): string {
    return this.give(this.stops.push(this.tokens.push(id)));
  }

  /** @returns the rest, when no more tokens come */
  flush(): string {
    return this.give(this.stops.push(this.tokens.flush()) + this.stops.flush());
  }

  private give(piece: string): string {
    this.given += piece;
    return piece;
  }
}
