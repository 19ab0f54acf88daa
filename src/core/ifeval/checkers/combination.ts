/** combination:two_responses - two different answers, divided by six asterisks. */
import { responseSplit } from '../text/paragraphs.ts';
import { strip } from '../text/python.ts';
import type { InstructionType } from '../types.ts';
import { plural } from './counting.ts';

export const twoResponses: InstructionType = {
  id: 'combination:two_responses',
  title: 'Two different answers',
  parameters: [],
  phrasings: () => [
    'Give two different answers, separated by six asterisk symbols: ******.',
    'Answer twice, in different ways. Put ****** between the two answers.',
    'Write exactly two different answers with a line of ****** between them.',
  ],
  prepare: () => (text) => {
    const { pieces, certain, blank } = responseSplit(text);
    if (blank) {
      return { pass: false, settled: true, reason: 'an empty answer between dividers', range: blank };
    }
    const count = pieces.length;
    if (count !== 2) {
      return { pass: false, settled: certain > 2, reason: `${plural(count, 'answer')}, exactly 2 wanted` };
    }
    const different = strip(pieces[0]!) !== strip(pieces[1]!);
    return {
      pass: different,
      settled: false,
      reason: different ? 'two different answers' : 'both answers are the same',
    };
  },
};
