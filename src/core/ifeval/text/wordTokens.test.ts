import { describe, expect, it } from 'vitest';
import { capitalWords, wordTokens } from './wordTokens.ts';

/** By nltk 3.9.1's word_tokenize. */
const TOKENS: [sentence: string, tokens: string[]][] = [
  ["DON'T", ['DO', "N'T"]],
  ['CANNOT', ['CAN', 'NOT']],
  ['AT&T', ['AT', '&', 'T']],
  ['GIMME', ['GIM', 'ME']],
  ['IT’S', ['IT', '’', 'S']],
  ["'TIS", ["'T", 'IS']],
  ['WANNA GO', ['WAN', 'NA', 'GO']],
  ['U.S. X-RAY AC/DC', ['U.S.', 'X-RAY', 'AC/DC']],
  ['Good (BAD) 3,36.', ['Good', '(', 'BAD', ')', '3,36', '.']],
  ['WAIT... NOW', ['WAIT', '...', 'NOW']],
  ['NO. WAIT..', ['NO.', 'WAIT', '..']],
  ['A.', ['A', '.']],
  ['U.S.)  ', ['U.S', '.', ')']],
  ['A\u00a0B.)”', ['A', 'B', '.', ')', '”']],
  ['.NET', ['.NET']],
  ["ROCK 'N' ROLL", ['ROCK', "'N", "'", 'ROLL']],
  ["I'LL 'A' MORE'N B:", ['I', "'LL", "'", 'A', "'", 'MORE', "'N", 'B', ':']],
];

describe('words by the Treebank rules', () => {
  for (const [sentence, tokens] of TOKENS) {
    it(`cut ${JSON.stringify(sentence)} into ${tokens.length}`, () => {
      expect(wordTokens(sentence)).toEqual(tokens);
    });
  }

  it('count as capitals when no cased character is small', () => {
    expect(capitalWords('A1 is U.S. made. Really', 1).total).toBe(2);
    expect(capitalWords('', 1).total).toBe(0);
  });

  it('are found where they stand, not inside another word', () => {
    expect(capitalWords('In fact I am', 1).range).toEqual([8, 9]);
    expect(capitalWords('McA eBay A is it. B or ("B")', 2).range).toEqual([18, 19]);
    expect(capitalWords('McA eBay A is it. B or ("B")', 3).range).toEqual([25, 26]);
    expect(capitalWords('A B A', 4)).toEqual({ total: 3, certain: 2, range: [4, 5] });
    expect(capitalWords('The U.S.', 1).range).toEqual([4, 7]);
    expect(capitalWords('A B A', 0).range).toEqual([0, 1]);
    expect(capitalWords('McA', 1)).toEqual({ total: 0, certain: 0 });
    // quotes that are written as they are cut
    expect(capitalWords('("A" and ``B', 1)).toMatchObject({ total: 2, range: [2, 3] });
    expect(capitalWords('("A" and ``B', 2)).toMatchObject({ total: 2, range: [11, 12] });
  });

  it('keep the last full stop while the sentence may go on', () => {
    expect(wordTokens('SO U.S.', false)).toEqual(['SO', 'U.S.']);
  });

  it('are certain once they cannot grow', () => {
    const certain = (text: string) => capitalWords(text, 1).certain;
    expect(['A.', 'A,', 'A B', 'A-B ', 'A?', 'A B C"'].map(certain)).toEqual([0, 0, 1, 1, 1, 3]);
    expect(['GO. I', 'GO. I ', 'GO. I.', 'Mr. A', 'Mr. A B. C', 'GO.@ a'].map(certain)).toEqual([
      1, 2, 1, 0, 2, 1,
    ]);
    expect(capitalWords('NASA', 1)).toMatchObject({ total: 1, certain: 0 });
    expect(capitalWords('NASA ', 1)).toMatchObject({ total: 1, certain: 1, range: [0, 4] });
  });
});
