/** Whose turn it is: one at a time, in order of arrival. */
import { TillerError } from '../src/core/errors.ts';

export class Turns {
  private readonly waiting: (() => void)[] = [];
  private taken = false;

  get isTaken(): boolean {
    return this.taken;
  }

  /** Resolves when it is the caller's turn, at once where nobody has it; the caller has it until `end`. */
  async take(): Promise<void> {
    if (this.taken) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.taken = true;
  }

  /**
   * As `take`, but before all who wait: for one who had his turn and gave way.
   * @throws TillerError `aborted` when the signal fires first; it is not the caller's turn then
   */
  async takeBack(signal: AbortSignal): Promise<void> {
    const isMine = !signal.aborted && (!this.taken || (await this.waitInFront(signal)));
    if (!isMine) throw new TillerError('aborted', 'cancelled while it waited for its turn.');
    this.taken = true;
  }

  /** The next one's turn. */
  end(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.taken = false;
  }

  private waitInFront(signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const go = () => {
        signal.removeEventListener('abort', leave);
        resolve(true);
      };
      const leave = () => {
        this.waiting.splice(this.waiting.indexOf(go), 1);
        resolve(false);
      };
      signal.addEventListener('abort', leave, { once: true });
      this.waiting.unshift(go);
    });
  }
}
