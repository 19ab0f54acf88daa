/** What an answer is worth to a search: the check's loose verdict, unless the answer has fallen apart. */
import type { Tiller } from '../api/tiller.ts';
import type { InstructionCheck } from '../core/pairs/instructions.ts';
import type { AnswerVerdict } from '../core/search/layerSearch.ts';
import { isDegenerate } from '../core/steering/degenerate.ts';
import type { Answer } from './answers.ts';

/**
 * An answer that ended early as certain to fail may be a word long, or none: that is no sign of falling apart.
 * @param prompt for the checks that read it
 * @throws TillerError as `check`
 */
export function judge(
  tiller: Pick<Tiller, 'check'>,
  { instructionId, kwargs }: InstructionCheck,
  { text, isDecided }: Pick<Answer, 'text' | 'isDecided'>,
  prompt: string,
): AnswerVerdict {
  const { loose } = tiller.check(instructionId, kwargs, text, prompt);
  if (isDecided && !loose) return 'fail';
  if (isDegenerate(text)) return 'degenerate';
  return loose ? 'pass' : 'fail';
}
