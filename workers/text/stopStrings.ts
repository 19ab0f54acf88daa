/** Ends a text before the first stop string, and gives out nothing that could still turn out to begin one. */
import { TillerError } from '../../src/core/errors.ts';

export class StopStrings {
  private readonly stops: readonly string[];
  private held = '';
  private isStopped = false;

  /** @throws TillerError `bad_request` for an empty stop string, which would stop everything */
  constructor(stops: readonly string[]) {
    if (stops.includes('')) {
      throw new TillerError(
        'bad_request',
        'expected stop strings of one character or more, found an empty one. Omit it.',
      );
    }
    this.stops = stops;
  }

  /** Whether a stop string has come; from then on there is no more text. */
  get stopped(): boolean {
    return this.isStopped;
  }

  /**
   * The stop string that is complete first counts, so that the result does not depend on how the text is cut.
   * @returns text that is certain to come before any stop string
   */
  push(text: string): string {
    if (this.isStopped) return '';
    this.held += text;
    const start = this.firstStop();
    this.isStopped = start !== null;
    const certain = start ?? this.held.length - this.possibleStart();
    const piece = this.held.slice(0, certain);
    this.held = this.isStopped ? '' : this.held.slice(certain);
    return piece;
  }

  /** @returns what was held back, as no more text comes */
  flush(): string {
    const piece = this.held;
    this.held = '';
    return piece;
  }

  /** Where the stop string begins that ends first; of several with this end, the longest. */
  private firstStop(): number | null {
    let first: { start: number; end: number } | null = null;
    for (const stop of this.stops) {
      const start = this.held.indexOf(stop);
      if (start < 0) continue;
      const end = start + stop.length;
      if (!first || end < first.end || (end === first.end && start < first.start)) first = { start, end };
    }
    return first?.start ?? null;
  }

  /** Length of the longest end of the held text that begins a stop string. */
  private possibleStart(): number {
    let longest = 0;
    for (const stop of this.stops) {
      for (let length = Math.min(stop.length - 1, this.held.length); length > longest; length--) {
        if (this.held.endsWith(stop.slice(0, length))) longest = length;
      }
    }
    return longest;
  }
}
