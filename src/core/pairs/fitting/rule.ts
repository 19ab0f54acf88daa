/** One row of the table of typed instructions: what it looks like, and which check fits. */
import type { InstructionCheck } from '../instructions.ts';
import { type Groups, readAmount } from './phrase.ts';

export interface Fit {
  check: InstructionCheck | null;
  /** what the check measures where the words do not say it, or why there is none */
  note?: string;
  /** the number by which a word like "brief" is judged: "under 30 words" */
  limit?: string;
  /** a sentence that asks for the notation by which the check knows the thing */
  notation?: string;
}

export interface Rule {
  pattern: RegExp;
  /** @returns null when it looks like this rule's kind but is something else */
  read: (groups: Groups) => Fit | null;
}

/** A row whose pattern covers the whole text, but for the full stop behind it. */
export const rule = (source: string, read: Rule['read']): Rule => ({
  pattern: new RegExp(`^(?:${source})[.!?]*$`, 'iu'),
  read,
});

export const fixed = (instructionId: string, kwargs: InstructionCheck['kwargs'] = {}): Fit => ({
  check: { instructionId, kwargs },
});

/** IFEval's check of a number that has to be met exactly, with the notation it looks for. */
export const exact = (instructionId: string, kwarg: string, notation: string, least = 1): Rule['read'] => {
  return (groups) => {
    const found = readAmount(groups);
    if (found?.relation !== 'exactly' || found.count < least) return null;
    return { ...fixed(instructionId, { [kwarg]: found.count }), notation };
  };
};
