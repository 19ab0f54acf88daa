/** Verdicts in the language of the page. A checker's reason is English, as it is part of the verdict. */
import { inEnglish, t } from '../../text/text.ts';
import { shownCheckTitle } from '../checks/checks.ts';
import type { CheckVerdict, Verdict, VerdictWord } from './lane.ts';

export function verdictWord(word: VerdictWord): string {
  return t(`playground.verdict_${word === 'no check' ? 'noCheck' : word}`);
}

/** As the badge says it: one that may change ends in "so far". */
export function shownVerdict({ word, isFinal }: Pick<CheckVerdict, 'word' | 'isFinal'>): string {
  const verdict = verdictWord(word);
  return isFinal || word === 'no check' ? verdict : t('playground.soFar', { verdict });
}

/** The reason of a text that nothing judges. */
export const noneChosen = (): string => t('playground.noneChosen');

/** `words`: in the page's language. `detail`: what the checker says, in English. */
export function verdictReason({ word, reason, parts }: Verdict): { words: string; detail: string } {
  if (reason === inEnglish(noneChosen)) return { words: noneChosen(), detail: '' };
  if (parts.length < 2) return { words: '', detail: reason };
  const decides = parts.find((part) => part.word === word && reason === `${part.title}: ${part.reason}`);
  if (decides) return { words: `${partTitle(decides)}: `, detail: decides.reason };
  return word === 'pass'
    ? { words: t('playground.allChecks', { count: parts.length }), detail: '' }
    : { words: '', detail: reason };
}

/** The name of the check that a part of a verdict is of. */
export function partTitle({ id, title }: Verdict['parts'][number]): string {
  const [instructionId]: unknown[] = JSON.parse(id);
  return typeof instructionId === 'string' ? shownCheckTitle({ instructionId, kwargs: {} }) : title;
}
