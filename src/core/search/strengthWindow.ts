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
  /** in words */
  reason: string;
}

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
    return { from: null, to: null, recommended: null, ...limits, reason: whyNone(plain, above, sound) };
  }
  return {
    from: first.strength,
    to: acting.at(-1)!.strength,
    recommended: best.strength,
    ...limits,
    reason: describe(plain, best, acting, limits.degeneratesAbove),
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

function describe(
  plain: PlainPoint,
  best: StrengthPoint,
  acting: readonly StrengthPoint[],
  breaksAt: number | null,
): string {
  const from = acting[0]!.strength;
  const to = acting.at(-1)!.strength;
  const limits = from === to ? `at ${from}` : `from ${from} to ${to}`;
  const end = breaksAt === null ? '' : ` From ${breaksAt} text falls apart.`;
  if (!best.loose || !plain.loose)
    return `Text holds together ${limits}; no check tells where it acts.${end}`;
  return (
    `Acts ${limits}; at ${best.strength}, ${best.loose.passed} of ${best.loose.total} answers pass, ` +
    `against ${plain.loose.passed} of ${plain.loose.total} without steering.${end}`
  );
}

function whyNone(
  plain: PlainPoint,
  above: readonly StrengthPoint[],
  sound: readonly StrengthPoint[],
): string {
  if (above.length === 0) return 'No window: no strength above 0 was tried.';
  if (sound.length === 0) return `No window: text falls apart at the lowest strength, ${above[0]!.strength}.`;
  const end =
    sound.length < above.length ? ` before text falls apart at ${above[sound.length]!.strength}` : '';
  const passing = plain.loose ? ` (${plain.loose.passed} of ${plain.loose.total})` : '';
  return `No window: no strength passes clearly more often than no steering${passing}${end}.`;
}

function indexOrEnd<T>(list: readonly T[], matches: (item: T) => boolean): number {
  const index = list.findIndex(matches);
  return index < 0 ? list.length : index;
}
