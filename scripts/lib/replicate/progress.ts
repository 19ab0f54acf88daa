/** One line of progress, renewed in place on a terminal and now and then in a log. */

/** What is being done, and how far it is. */
export type Report = (what: string, done: number, total: number) => void;

/** Milliseconds between two lines. */
const TERMINAL_PAUSE = 250;
const LOG_PAUSE = 15_000;

export interface ProgressOptions {
  /** instructions and the parts after them */
  parts: number;
  isTerminal: boolean;
  write: (text: string) => void;
  now?: () => number;
}

/** Says what runs, and how long the rest may take: parts that are done tell what a part takes. */
export class ProgressLine {
  readonly #options: ProgressOptions;
  readonly #now: () => number;
  readonly #startedAt: number;
  #partsDone = 0;
  #writtenAt = Number.NEGATIVE_INFINITY;

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#startedAt = this.#now();
  }

  report: Report = (what, done, total) => {
    const { isTerminal, write, parts } = this.#options;
    const now = this.#now();
    if (now - this.#writtenAt < (isTerminal ? TERMINAL_PAUSE : LOG_PAUSE)) return;
    this.#writtenAt = now;
    const line = `[${this.#partsDone + 1}/${parts}] ${what} ${done}/${total}${this.#remaining(now)}`;
    write(isTerminal ? `\r\u001b[2K${line}` : `${line}\n`);
  };

  /** One part is done. @param summary is left standing */
  finish = (summary: string): void => {
    this.#partsDone += 1;
    this.#writtenAt = Number.NEGATIVE_INFINITY;
    this.#options.write(`${this.#options.isTerminal ? '\r\u001b[2K' : ''}${summary}\n`);
  };

  #remaining(now: number): string {
    if (this.#partsDone === 0) return '';
    const perPart = (now - this.#startedAt) / this.#partsDone;
    const left = Math.max(0, perPart * this.#options.parts - (now - this.#startedAt));
    return `, about ${Math.ceil(left / 60_000)} min left`;
  }
}
