/**
 * Bounds on waiting for what a browser or a server may never do. Only time in which this thread was awake counts: a laptop
 * that slept for an hour, or a tab that was frozen, has taken one step of the clock at most, and not an hour.
 */

/** A step of the clock, in milliseconds; where timers are throttled, a step takes longer. */
const STEP_MS = 1000;

export class StallClock {
  private readonly steps: number;
  private stepsLeft: number;
  private readonly timer: ReturnType<typeof setInterval>;

  /** @param onStall called once, when nobody has called `restart` for `durationMs` */
  constructor(durationMs: number, onStall: () => void, stepMs = Math.min(STEP_MS, durationMs / 10)) {
    this.steps = Math.ceil(durationMs / stepMs);
    this.stepsLeft = this.steps;
    this.timer = setInterval(() => {
      this.stepsLeft -= 1;
      if (this.stepsLeft > 0) return;
      this.stop();
      onStall();
    }, stepMs);
  }

  /** Something has moved. */
  restart(): void {
    this.stepsLeft = this.steps;
  }

  stop(): void {
    clearInterval(this.timer);
  }
}

/**
 * What `work` gives, if it does so in time.
 * @param problem what is thrown else; `work` itself cannot be stopped, and what it does later is nobody's
 */
export function inTime<T>(work: Promise<T>, durationMs: number, problem: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const clock = new StallClock(durationMs, () => reject(problem()));
    work.then(resolve, reject).finally(() => clock.stop());
  });
}
