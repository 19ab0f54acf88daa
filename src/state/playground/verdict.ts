/** A lane's verdict: what the checkers say about the text so far, in the words of the badge. */
import { TillerError } from '../../core/errors.ts';
import { check, combineVerdicts, type LiveVerdict, liveVerdict } from '../../core/ifeval/index.ts';
import { inEnglish } from '../../text/text.ts';
import { checkKey, checkTitle } from '../checks/checks.ts';
import { isLive, type LaneRun, shownText, type Verdict } from './lane.ts';
import type { PresetCheck } from './presets.ts';
import { noneChosen } from './verdictWords.ts';

/** One check's verdict, and what it was made from; null where the check cannot be used. */
interface Part {
  shown: Verdict['parts'][number];
  live: LiveVerdict | null;
}

const OPEN: Verdict = {
  word: 'undecided',
  isFinal: false,
  reason: '',
  strict: null,
  loose: null,
  range: null,
  parts: [],
};

/**
 * @param checks all must pass
 * @param canCheck false until the checkers have the data they need: a text then stays as it was judged before
 * @returns null where there is no text to judge and none is on its way
 */
export function verdictFor(
  lane: LaneRun,
  checks: readonly PresetCheck[],
  prompt: string,
  canCheck: boolean,
): Verdict | null {
  if (lane.status === 'empty' || lane.status === 'failed') return null;
  const isDone = !isLive(lane);
  if (checks.length === 0) {
    return { ...OPEN, word: 'no check', isFinal: isDone, reason: inEnglish(noneChosen) };
  }
  if (!canCheck) return isDone ? lane.verdict : OPEN;
  const { text } = shownText(lane);
  if (text.trim() === '' && !isDone) return OPEN;
  return together(
    checks.map((each) => judge(text, each, prompt, isDone)),
    isDone,
  );
}

function judge(text: string, rule: PresetCheck, prompt: string, isDone: boolean): Part {
  const { instructionId, kwargs } = rule;
  const name = { id: checkKey(rule), title: checkTitle(rule) };
  try {
    const live = liveVerdict(instructionId, kwargs, text, { done: isDone }, prompt);
    const { strict, loose } = isDone
      ? check(instructionId, kwargs, text, prompt)
      : { strict: null, loose: null };
    const { state: word, final: isFinal, reason } = live;
    return { live, shown: { word, isFinal, reason, strict, loose, ...name } };
  } catch (error) {
    if (!(error instanceof TillerError)) throw error;
    const { message: reason } = error;
    return {
      live: null,
      shown: { word: 'no check', isFinal: isDone, reason, strict: null, loose: null, ...name },
    };
  }
}

/** A failure for good decides whatever else there is; short of that, a check that cannot be used leaves all open. */
function together(parts: readonly Part[], isDone: boolean): Verdict {
  const shown = parts.map((part) => part.shown);
  const [first, ...others] = parts.flatMap(({ live }) => live ?? []);
  const combined = first ? combineVerdicts([first, ...others]) : null;
  const unusable = shown.find(({ word }) => word === 'no check');
  if (!combined || (unusable && !(combined.final && combined.state === 'fail'))) {
    return {
      ...OPEN,
      word: 'no check',
      isFinal: isDone,
      reason: unusable ? named(unusable, parts) : '',
      parts: shown,
    };
  }
  const { state: word, final: isFinal } = combined;
  const isWhole = isDone && !unusable;
  const strict = isWhole ? shown.every((part) => part.strict) : null;
  const loose = isWhole ? shown.every((part) => part.loose) : null;
  if (word === 'pass' && parts.length > 1) {
    const reason = `all ${parts.length} checks`;
    return { word, isFinal, reason, strict, loose, range: null, parts: shown };
  }
  const decides = shown.find((part) => part.word === word && part.reason === combined.reason);
  return {
    word,
    isFinal,
    reason: decides ? named(decides, parts) : combined.reason,
    strict,
    loose,
    range: combined.range ?? null,
    parts: shown,
  };
}

/** With several checks a reason says which one it is of. */
function named({ title, reason }: Part['shown'], { length }: readonly Part[]): string {
  return length > 1 ? `${title}: ${reason}` : reason;
}
