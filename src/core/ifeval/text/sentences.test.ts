import { describe, expect, it } from 'vitest';
import { splitSentences } from './sentences.ts';

/** Counts by nltk 3.9.1 with the English Punkt model where the golden verdicts pin them down, else by its rules. */
const COUNTS: [text: string, sentences: number][] = [
  ['', 0],
  [' \n', 0],
  ['No punctuation here at all', 1],
  ['one\ntwo\nthree', 1],
  ['Hello.', 1],
  ['Hello. World.', 2],
  ['One. Two! Three?', 3],
  ['Hello.World.again', 1],
  ['What?No!Yes.Maybe', 1],
  ['今日は良い天気です。明日も晴れます。', 1],
  ['He said "go." Then he left.', 2],
  ['(This is inside.) This is outside.', 2],
  ['Very bad acting!!! I promise.', 2],
  ['The price is 3.14 dollars. It rose by 2.5 percent.', 2],
  ['1. First item. 2. Second item.', 4],
  ['She paid $5. I paid $6. Fine.', 3],
  ['Mr. and Mrs. Bell vs. Mr. Hill. Who won?', 2],
  ['The U.S. economy grew. Good.', 2],
  ['Ph.D. students work. They rest.', 2],
  ['a. b. c. d.', 1],
  ['x. y. Z.', 2],
  ['We saw J. R. Hill there. He waved.', 2],
  ['Section A. Part B. Done.', 3],
  ['He is 5 ft. tall. I am 6 ft. tall. So what?', 3],
  ['At 10 a.m. The bell rang.', 2],
  ['e.g. this one. i.e. that one.', 4],
  ['It was late... we went home.', 1],
];

describe('sentence splitting', () => {
  for (const [text, sentences] of COUNTS) {
    it(`finds ${sentences} in ${JSON.stringify(text)}`, () => {
      expect(splitSentences(text).ranges).toHaveLength(sentences);
    });
  }

  it('gives closing quotes to the sentence before and leaves out the space between', () => {
    const text = 'He said "go." Then he left. ';
    expect(splitSentences(text).ranges.map(([start, end]) => text.slice(start, end))).toEqual([
      'He said "go."',
      'Then he left.',
    ]);
  });

  it('is certain of a break once the next word has begun, but of an abbreviation only at its end', () => {
    expect(splitSentences('One.').certain).toBe(1);
    expect(splitSentences('One. T').certain).toBe(2);
    expect(splitSentences('At 10 a.m. The').certain).toBe(1);
    expect(splitSentences('At 10 a.m. The ').certain).toBe(2);
  });
});
