/** How fast a run of a job goes and how long it will take: from what it did itself, not from what it found done. */

export interface RunMeter {
  startedAt: number;
  /** what was known when the run began, and so cost no time; null before the first report */
  doneAtStart: number | null;
  newTokens: number;
  /** when the run is expected to end; null until that can be said */
  endsAt: number | null;
  /** when `endsAt` was last corrected */
  correctedAt: number;
}

export interface RunNumbers {
  tokensPerSecond: number | null;
  remainingMs: number | null;
}

/** Milliseconds before a speed says anything. */
const MEASURED_AFTER_MS = 1000;
/** Of the answers of a run: before that many, a few short ones would promise too much. */
const MIN_SHARE = 0.04;
const MIN_DONE = 3;
/** The expected end moves towards each new estimate with this time constant, so that it does not jump. */
const STEADY_MS = 8000;

export function startMeter(now: number): RunMeter {
  return { startedAt: now, doneAtStart: null, newTokens: 0, endsAt: null, correctedAt: now };
}

/** @param newTokens of this run @param now milliseconds of the same clock as the start */
export function withReport(
  meter: RunMeter,
  report: { done: number; total: number; newTokens: number },
  now: number,
): RunMeter {
  const { done, total, newTokens } = report;
  const doneAtStart = meter.doneAtStart ?? done;
  const reported = { ...meter, doneAtStart, newTokens };
  const raw = rawEnd(reported, done, total, now);
  if (raw === null) return reported;
  const weight = meter.endsAt === null ? 1 : 1 - Math.exp(-(now - meter.correctedAt) / STEADY_MS);
  const endsAt = meter.endsAt === null ? raw : meter.endsAt + weight * (raw - meter.endsAt);
  return { ...reported, endsAt, correctedAt: now };
}

export function runNumbers(meter: RunMeter, now: number): RunNumbers {
  const elapsed = now - meter.startedAt;
  const isMeasured = elapsed >= MEASURED_AFTER_MS && meter.newTokens > 0;
  return {
    tokensPerSecond: isMeasured ? (meter.newTokens * 1000) / elapsed : null,
    remainingMs: meter.endsAt === null ? null : Math.max(0, meter.endsAt - now),
  };
}

/** As fast as so far; null while that is little to go by. */
function rawEnd(
  { startedAt, doneAtStart }: RunMeter,
  done: number,
  total: number,
  now: number,
): number | null {
  const own = done - (doneAtStart ?? 0);
  const wanted = total - (doneAtStart ?? 0);
  const elapsed = now - startedAt;
  if (elapsed < MEASURED_AFTER_MS || own < Math.max(MIN_DONE, MIN_SHARE * wanted)) return null;
  return startedAt + (elapsed * wanted) / own;
}
