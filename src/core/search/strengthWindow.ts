/**
 * What a strength sweep says: from which strength an instruction takes effect, where the text falls apart, and which
 * strength between the two to use.
 */
import type { Share } from '../ifeval/statistics.ts';

/** The answers at one strength. */
export interface StrengthPoint {
  strength: number;
  answers: number;
  /** answers that pass the check and hold together; null without a check */
  loose: Share | null;
  strict: Share | null;
  /** answers that have fallen apart */
  degenerate: number;
  /** median, under the unsteered model after the plain prompt; null where nothing was scored */
  perplexity: number | null;
  /** means over the answers */
  repetition: number;
  tokens: number;
  words: number;
}

/** The same without steering. */
export type PlainPoint = Omit<StrengthPoint, 'strength'>;

export interface StrengthWindow {
  /** lowest and highest strength that act without harm; null where there are none */
  from: number | null;
  to: number | null;
  /** the strength to use; null without a window */
  recommended: number | null;
  /** the strengths nearest to 0, on either side, from which text falls apart; null where it never does */
  degeneratesAbove: number | null;
  degeneratesBelow: number | null;
  /** in English */
  reason: string;
  /** the same as values, for words of other languages; not in results of earlier versions */
  why?: WindowReason;
}

type Passed = Pick<Share, 'passed' | 'total'>;

/** Why there is such a window, or none. `breaksAt`: the strength from which text falls apart; null: it never did. */
export type WindowReason =
  | {
      kind: 'acts';
      from: number;
      to: number;
      best: number;
      passing: Passed;
      plain: Passed;
      breaksAt: number | null;
    }
  /** there is no check */
  | { kind: 'holds'; from: number; to: number; breaksAt: number | null }
  | { kind: 'noneTried' }
  | { kind: 'breaksAtOnce'; strength: number }
  | { kind: 'noGain'; plain: Passed | null; breaksAt: number | null };

/** A share of answers that fall apart beyond the plain model's own: one of eight is an accident, two are not. */
const MAX_DEGENERATE = 0.2;

/**
 * The unsteered model finds steered text odd in any case. On the embedded model, medians of five answers: plain 3.1, sound
 * French up to 14.9, and 27.9 for word salad that the rules of `degenerate.ts` let pass.
 */
const MAX_PERPLEXITY_RATIO = 7;

/**
 * The window begins at the first strength above 0 whose pass rate lies above the 95 % interval of the plain model's, and
 * ends before the first at which text falls apart. Without a check it begins at the first strength above 0.
 * @param points in any order
 */
export function strengthWindow(plain: PlainPoint, points: readonly StrengthPoint[]): StrengthWindow {
  const sorted = points.toSorted((a, b) => a.strength - b.strength);
  const above = sorted.filter(({ strength }) => strength > 0);
  const below = sorted.filter(({ strength }) => strength < 0).reverse();
  const breaks = (point: StrengthPoint) => hasFallenApart(point, plain);
  const sound = above.slice(0, indexOrEnd(above, breaks));
  const acting = sound.slice(indexOrEnd(sound, (point) => gains(point, plain)));
  const limits = {
    degeneratesAbove: above[sound.length]?.strength ?? null,
    degeneratesBelow: below.find(breaks)?.strength ?? null,
  };
  const [first] = acting;
  const best = first && recommendedOf(acting);
  if (!best) {
    const why = whyNone(plain, above, sound);
    return { from: null, to: null, recommended: null, ...limits, reason: inEnglish(why), why };
  }
  const why = whyThis(plain, best, acting, limits.degeneratesAbove);
  return {
    from: first.strength,
    to: acting.at(-1)!.strength,
    recommended: best.strength,
    ...limits,
    reason: inEnglish(why),
    why,
  };
}

/** More answers in pieces than plain ones, or text that the model itself finds beyond belief. */
export function hasFallenApart(point: PlainPoint, plain: PlainPoint): boolean {
  if (point.answers === 0) return false;
  const ownShare = plain.answers > 0 ? plain.degenerate / plain.answers : 0;
  if (point.degenerate / point.answers > ownShare + MAX_DEGENERATE) return true;
  if (point.perplexity === null || plain.perplexity === null) return false;
  return point.perplexity > MAX_PERPLEXITY_RATIO * plain.perplexity;
}

function gains({ loose }: StrengthPoint, plain: PlainPoint): boolean {
  if (!loose || !plain.loose) return true;
  return loose.total > 0 && loose.value > plain.loose.interval[1];
}

/** Highest pass rate, then fewest answers in pieces, then nearest to 1, where a strength means "as if instructed". */
function recommendedOf(points: readonly StrengthPoint[]): StrengthPoint {
  const [best] = points.toSorted(
    (a, b) =>
      (b.loose?.value ?? 0) - (a.loose?.value ?? 0) ||
      a.degenerate - b.degenerate ||
      Math.abs(a.strength - 1) - Math.abs(b.strength - 1) ||
      a.strength - b.strength,
  );
  return best!;
}

function whyThis(
  plain: PlainPoint,
  best: StrengthPoint,
  acting: readonly StrengthPoint[],
  breaksAt: number | null,
): WindowReason {
  const from = acting[0]!.strength;
  const to = acting.at(-1)!.strength;
  if (!best.loose || !plain.loose) return { kind: 'holds', from, to, breaksAt };
  return {
    kind: 'acts',
    from,
    to,
    best: best.strength,
    passing: passedOf(best.loose),
    plain: passedOf(plain.loose),
    breaksAt,
  };
}

function whyNone(
  plain: PlainPoint,
  above: readonly StrengthPoint[],
  sound: readonly StrengthPoint[],
): WindowReason {
  if (above.length === 0) return { kind: 'noneTried' };
  if (sound.length === 0) return { kind: 'breaksAtOnce', strength: above[0]!.strength };
  return {
    kind: 'noGain',
    plain: plain.loose && passedOf(plain.loose),
    breaksAt: above[sound.length]?.strength ?? null,
  };
}

const passedOf = ({ passed, total }: Passed): Passed => ({ passed, total });

const counted = ({ passed, total }: Passed): string => `${passed} of ${total}`;

/** For records and for programs; the page has its own words. */
function inEnglish(why: WindowReason): string {
  switch (why.kind) {
    case 'noneTried':
      return 'No window: no strength above 0 was tried.';
    case 'breaksAtOnce':
      return `No window: text falls apart at the lowest strength, ${why.strength}.`;
    case 'noGain': {
      const passing = why.plain ? ` (${counted(why.plain)})` : '';
      const end = why.breaksAt === null ? '' : ` before text falls apart at ${why.breaksAt}`;
      return `No window: no strength passes clearly more often than no steering${passing}${end}.`;
    }
    default: {
      const limits = why.from === why.to ? `at ${why.from}` : `from ${why.from} to ${why.to}`;
      const end = why.breaksAt === null ? '' : ` From ${why.breaksAt} text falls apart.`;
      return why.kind === 'holds'
        ? `Text holds together ${limits}; no check tells where it acts.${end}`
        : `Acts ${limits}; at ${why.best}, ${counted(why.passing)} answers pass, against ${counted(why.plain)} without steering.${end}`;
    }
  }
}

function indexOrEnd<T>(list: readonly T[], matches: (item: T) => boolean): number {
  const index = list.findIndex(matches);
  return index < 0 ? list.length : index;
}
