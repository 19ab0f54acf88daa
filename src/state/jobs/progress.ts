/** How fast a run of a job goes and how long it will take: from what it did itself, not from what it found done. */

export interface RunMeter {
  startedAt: number;
  /** when the part of the work began that is counted now: answers first, then their scores */
  partStartedAt: number;
  /** what was known when that began, and so cost no time; null before the first report */
  doneAtStart: number | null;
  done: number;
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
  return {
    startedAt: now,
    partStartedAt: now,
    done: 0,
    doneAtStart: null,
    newTokens: 0,
    endsAt: null,
    correctedAt: now,
  };
}

/** @param newTokens of this run @param now milliseconds of the same clock as the start */
export function withReport(
  meter: RunMeter,
  report: { done: number; total: number; newTokens: number },
  now: number,
): RunMeter {
  const { done, total, newTokens } = report;
  const isNextPart = done < meter.done;
  const part = isNextPart ? { ...meter, partStartedAt: now, doneAtStart: done, endsAt: null } : meter;
  const reported = { ...part, done, doneAtStart: part.doneAtStart ?? done, newTokens };
  const raw = rawEnd(reported, done, total, now);
  if (raw === null) return reported;
  const weight = 1 - Math.exp(-(now - part.correctedAt) / STEADY_MS);
  const endsAt = part.endsAt === null ? raw : part.endsAt + weight * (raw - part.endsAt);
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
  { partStartedAt, doneAtStart }: RunMeter,
  done: number,
  total: number,
  now: number,
): number | null {
  const own = done - (doneAtStart ?? 0);
  const wanted = total - (doneAtStart ?? 0);
  const elapsed = now - partStartedAt;
  if (elapsed < MEASURED_AFTER_MS || own < Math.max(MIN_DONE, MIN_SHARE * wanted)) return null;
  return partStartedAt + (elapsed * wanted) / own;
}
