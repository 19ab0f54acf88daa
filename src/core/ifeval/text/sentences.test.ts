import { describe, expect, it } from 'vitest';
import { ABBREVIATIONS, COMMON_WORDS, SENTENCE_STARTERS } from './sentenceFacts.ts';
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

/** With | at every break; by nltk 3.9.1 with the facts about English of this folder. */
const BREAKS: [rule: string, marked: string[]][] = [
  [
    'an abbreviation ends none unless a common word with a capital follows',
    [
      ...['Mr. Bach came.| Good.', 'At 5 p.m. Bach came.', 'At 5 p.m.| Tree fell.', 'At 5 p.m. the end.'],
      ...[
        'a well-mr. Bach came',
        'a well-known.| Bach came',
        'v. The',
        'v. bad',
        'U.S. Bach',
        'U.S.| The',
        'Mr.?| Who',
      ],
    ],
  ],
  [
    'an initial ends none before a name or a small letter',
    [
      ...[
        'J. S. Bach played.',
        'It was I.| The end.',
        'Vitamin C.| Good.',
        'Vitamin C.| 5 of them',
        'Vitamin C. bad',
      ],
      ...[
        '_.| The end',
        '\u2167. the',
        'A. , b',
        "A.| 'the'",
        'A.| (The)',
        'A.| Good.| bad',
        '5a.| the end',
        'A.| ...the',
      ],
    ],
  ],
  [
    'a number ends none before a small letter or punctuation',
    [
      ...[
        'It rose to 5. the end',
        'It rose to 5.| The end',
        'It rose to 5.| Bach',
        '5. , two',
        'He is no.| 5',
      ],
      ...['\u0663. the', '1,000. the', '-5. the', '.5. the', '5.5. the end', '5.| ... the'],
    ],
  ],
  [
    'dots in a row are one mark, parted ones are each one',
    [
      ...[
        'So... Bach came.',
        'So...| The end.',
        'So... the end.',
        'Well..| The end',
        'Well.. the end',
        '..| Two',
      ],
      ...['So.| .| .| The end.', '.| Two'],
    ],
  ],
  [
    'other words and marks end one before white space or closing punctuation',
    [
      ...[
        'Who?the',
        'Who?| the',
        'Who?|)the',
        'Who?)| the',
        'No!)| The',
        '!| Two',
        '?| !',
        'One!?| Two',
        'One.x Two',
      ],
      ...[
        'One.| , two',
        'One.|; two',
        'One.|@two',
        'One.|* Two',
        'One.|[2] Two',
        'One.|{ Two',
        'One.--Two',
        'One.| (two)',
      ],
      ...[
        'One.\u3000| Two',
        'One.\x1cTwo.| Three',
        'a\u3000b.| Two',
        'One.Two.| Three',
        'One.?Two!| x',
        'One. | \n  Two.',
      ],
    ],
  ],
  [
    'closing quotes and brackets go to the sentence before',
    [
      ...[
        '(No.)| the',
        'One.]| Two',
        'One.}| Two',
        'One."| Two',
        "One.'| 'Two'",
        'One.|""Two" x',
        '"One."| "Two."',
      ],
      ...['.|)!| x', 'a.)!| x', 'x .|)!| y', '(a.)(b.)| c', 'One. )| Two', 'Mr.x?| Two', 'One.|)! '],
      ...["One. '", 'One.))| Two', 'One.)| --Two', '(One.| Two.)| Three', 'One.| "Two"'],
    ],
  ],
];

/** How many sentences there are whatever is appended, and up to where they stay. */
const CERTAIN: [text: string, certain: number, certainUntil: number][] = [
  ['', 0, 0],
  [' \n', 0, 0],
  ['O', 1, 0],
  ['One. ', 1, 0],
  ['One. T', 2, 5],
  ['One.\n t', 2, 6],
  ['One.)', 1, 0],
  ['One.)a', 1, 0],
  ['One.) ', 1, 4],
  ['One.) T', 2, 4],
  ['One.) "', 1, 4],
  ['Yes. One.)', 2, 5],
  ['Yes. One .)', 2, 5],
  ['Is it? "', 1, 7],
  ['One. Two. T', 3, 10],
  ['5. t', 1, 0],
  ['5. T', 2, 3],
  ['I. Go', 1, 0],
  ['I. Go ', 2, 3],
  ['Mr. Bach', 1, 0],
  ['Mr. Bach ran. He', 2, 14],
  ['So... The', 1, 0],
  ['So... The ', 2, 6],
  ['At 10 a.m. The. O', 3, 16],
  ['It is 10 a.m. Th', 1, 0],
];

describe('sentence splitting', () => {
  it.each(BREAKS)('follows the rule that %s', (_, texts) => {
    for (const marked of texts) {
      const text = marked.replaceAll('|', '');
      const found = splitSentences(text).ranges.map(([start, end]) => text.slice(start, end));
      expect(found).toEqual(marked.split('|').map((sentence) => sentence.trim()));
    }
  });

  it.each(CERTAIN)('is certain, of %j, of %i up to %i', (text, certain, certainUntil) => {
    expect(splitSentences(text)).toMatchObject({ certain, certainUntil });
  });

  it('knows no abbreviation that is a common word as well', () => {
    const common = new Set([...COMMON_WORDS, ...SENTENCE_STARTERS]);
    expect([...ABBREVIATIONS].filter((word) => common.has(word))).toEqual([]);
  });

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
