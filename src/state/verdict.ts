/** A lane's verdict: what the checker says about the text so far, in the words of the badge. */
import { TillerError } from '../core/errors.ts';
import { check, liveVerdict } from '../core/ifeval/index.ts';
import { isLive, type LaneRun, shownText, type Verdict } from './lane.ts';
import type { PresetCheck } from './presets.ts';

/**
 * @param canCheck false until the checkers have the data they need: a text then stays as it was judged before
 * @returns null where there is no text to judge and none is on its way
 */
export function verdictFor(
  lane: LaneRun,
  rule: PresetCheck | null,
  prompt: string,
  canCheck: boolean,
): Verdict | null {
  if (lane.status === 'empty' || lane.status === 'failed') return null;
  const isDone = !isLive(lane);
  const open: Verdict = { word: 'undecided', isFinal: false, reason: '', strict: null, loose: null };
  if (!rule) return { ...open, word: 'no check', isFinal: isDone, reason: 'this preset has none' };
  if (!canCheck) return isDone ? lane.verdict : open;
  const { text } = shownText(lane);
  if (text.trim() === '' && !isDone) return open;
  try {
    return judge(text, rule, prompt, isDone);
  } catch (error) {
    if (!(error instanceof TillerError)) throw error;
    return { ...open, word: 'no check', isFinal: isDone, reason: error.message };
  }
}

function judge(
  text: string,
  { instructionId, kwargs }: PresetCheck,
  prompt: string,
  isDone: boolean,
): Verdict {
  const { state, final, reason } = liveVerdict(instructionId, kwargs, text, { done: isDone }, prompt);
  const { strict, loose } = isDone
    ? check(instructionId, kwargs, text, prompt)
    : { strict: null, loose: null };
  return { word: state, isFinal: final, reason, strict, loose };
}
