/**
 * A chat template is a program, and a tokenizer's patterns can be one: files that mean harm, or are just wrong, can keep the
 * worker at one prompt for ever, and it cannot interrupt itself. So it says when it begins to encode and when that is over, and
 * whoever holds the leash hears of what takes too long. The model's own arithmetic, which may well take minutes, is
 * not on it.
 */

/** What a prompt of a whole context takes is well below a second. */
const PERIOD_MS = 10_000;

/** One period can be the sleep of a computer, after which its timer fires before the worker has had a chance. */
const PERIODS = 2;

export const PATIENCE_MS = PERIODS * PERIOD_MS;

export interface Leash {
  encoding(isOver: boolean): void;
}

/** @param onOverdue called when one encoding has taken `PATIENCE_MS` */
export function holdLeash(onOverdue: () => void): Leash {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = (periods: number): void => {
    timer = setTimeout(() => (periods > 1 ? wait(periods - 1) : onOverdue()), PERIOD_MS);
  };
  return {
    encoding(isOver) {
      clearTimeout(timer);
      if (!isOver) wait(PERIODS);
    },
  };
}
