/** length_constraints:* - words, sentences and paragraphs. */
import { paragraphSplit } from '../text/paragraphs.ts';
import { isBlank, PYTHON_SPACE, stripChars } from '../text/python.ts';
import { splitSentences } from '../text/sentences.ts';
import type { Finding, InstructionType, Range } from '../types.ts';
import { compareCount, exactCount, growing, plural, related, withRange } from './counting.ts';

const WORDS = /[\p{L}\p{N}_]+/gu;

const words: InstructionType = {
  id: 'length_constraints:number_words',
  title: 'Number of words',
  parameters: [
    { name: 'relation', label: 'Relation', kind: 'relation', initial: 'at least' },
    { name: 'num_words', label: 'Words', kind: 'count', min: 0, max: 1_000_000, initial: 100 },
  ],
  phrasings: (kwargs) => {
    const count = related(kwargs, 'relation', 'num_words', 'word');
    return [`Answer with ${count}.`, `Your answer should have ${count}.`, `Write ${count}.`];
  },
  prepare: ({ relation, num_words }) => {
    const wanted = Number(num_words);
    return (text) => {
      const { total, range } = countWords(text, wanted);
      return compareCount(growing(total, range), String(relation), wanted, 'word');
    };
  },
};

/** Number of words and the place of number `wanted`, or of the last one. */
function countWords(text: string, wanted: number): { total: number; range?: Range } {
  let total = 0;
  let range: Range | undefined;
  for (const match of text.matchAll(WORDS)) {
    if (++total <= Math.max(1, wanted)) range = [match.index, match.index + match[0].length];
  }
  return withRange({ total }, range);
}

const sentences: InstructionType = {
  id: 'length_constraints:number_sentences',
  title: 'Number of sentences',
  parameters: [
    { name: 'relation', label: 'Relation', kind: 'relation', initial: 'less than' },
    { name: 'num_sentences', label: 'Sentences', kind: 'count', min: 0, max: 1_000_000, initial: 4 },
  ],
  phrasings: (kwargs) => {
    const count = related(kwargs, 'relation', 'num_sentences', 'sentence');
    return [`Your answer should contain ${count}.`, `Answer using ${count}.`, `Write ${count}.`];
  },
  prepare: ({ relation, num_sentences }) => {
    const wanted = Number(num_sentences);
    return (text) => {
      const { ranges, certain } = splitSentences(text);
      const range = ranges[wanted - 1] ?? ranges.at(-1);
      return compareCount(
        withRange({ total: ranges.length, certain }, range),
        String(relation),
        wanted,
        'sentence',
      );
    };
  },
};

const paragraphs: InstructionType = {
  id: 'length_constraints:number_paragraphs',
  title: 'Number of paragraphs',
  parameters: [
    { name: 'num_paragraphs', label: 'Paragraphs', kind: 'count', min: 0, max: 1_000_000, initial: 3 },
  ],
  phrasings: ({ num_paragraphs }) => {
    const count = plural(Number(num_paragraphs), 'paragraph');
    return [
      `There should be ${count}. Separate them with the markdown divider: ***`,
      `Write exactly ${count}, divided by ***.`,
      `Your answer has ${count}; put *** between them.`,
    ];
  },
  prepare: ({ num_paragraphs }) => {
    const wanted = Number(num_paragraphs);
    return (text) => {
      const { pieces, certain, blank } = paragraphSplit(text);
      if (blank) {
        return { pass: false, settled: true, reason: 'an empty paragraph between dividers', range: blank };
      }
      return exactCount({ total: pieces.length, certain }, wanted, 'paragraph');
    };
  },
};

const FIRST_WORD_END = /[.,?!'"]/;
const FIRST_TOKEN = new RegExp(`[^${PYTHON_SPACE}]+`);

const firstWord: InstructionType = {
  id: 'length_constraints:nth_paragraph_first_word',
  title: "A paragraph's first word",
  parameters: [
    { name: 'num_paragraphs', label: 'Paragraphs', kind: 'count', min: 1, max: 1_000_000, initial: 3 },
    { name: 'nth_paragraph', label: 'Paragraph', kind: 'count', min: 1, max: 1_000_000, initial: 2 },
    { name: 'first_word', label: 'First word', kind: 'text', maxLength: 1000, initial: 'however' },
  ],
  validate: ({ num_paragraphs, nth_paragraph }) =>
    Number(nth_paragraph) > Number(num_paragraphs)
      ? `nth_paragraph is ${nth_paragraph}, but there are ${num_paragraphs} paragraphs: use 1 to ${num_paragraphs}`
      : null,
  phrasings: ({ num_paragraphs, nth_paragraph, first_word }) => {
    const count = plural(Number(num_paragraphs), 'paragraph');
    return [
      `There should be ${count}, separated by two new lines. Paragraph ${nth_paragraph} must start with the word ${first_word}.`,
      `Write ${count} with a blank line between them; begin paragraph ${nth_paragraph} with "${first_word}".`,
      `Use ${count}. The first word of paragraph ${nth_paragraph} is "${first_word}".`,
    ];
  },
  prepare: (kwargs) => {
    const wanted = String(kwargs.first_word).toLowerCase();
    return (text) =>
      checkFirstWord(text, Number(kwargs.num_paragraphs), Number(kwargs.nth_paragraph), wanted);
  },
};

function checkFirstWord(text: string, count: number, nth: number, wanted: string): Finding {
  const pieces = text.split('\n\n');
  const filled = pieces.filter((piece) => !isBlank(piece)).length;
  const tooMany = filled > count;
  const piece = pieces[nth - 1];
  if (piece === undefined) {
    return { pass: false, settled: tooMany, reason: `${plural(filled, 'paragraph')}, ${count} wanted` };
  }
  const isLast = pieces.length === nth;
  if (isBlank(piece)) {
    return { pass: false, settled: tooMany || !isLast, reason: `paragraph ${nth} is blank` };
  }
  const { word, start, length, complete } = leadingWord(piece);
  const offset = pieces.slice(0, nth - 1).reduce((sum, before) => sum + before.length + 2, start);
  const range: Range = [offset, offset + length];
  if (word !== wanted) {
    // The last piece's word may still grow into the wanted one.
    const settled = tooMany || !isLast || complete || !wanted.startsWith(word);
    return { pass: false, settled, reason: `paragraph ${nth} begins with "${word.slice(0, 40)}"`, range };
  }
  const reason = `paragraph ${nth} begins with "${wanted}"; ${filled} of ${plural(count, 'paragraph')}`;
  return { pass: filled === count, settled: tooMany, reason, range };
}

/**
 * First word of a paragraph that is not blank, cut at punctuation and lower-cased letter by letter; complete when it cannot grow. Its place
 * is that of the letters as they are written, or of the mark in front where there are none.
 */
function leadingWord(piece: string): { word: string; start: number; length: number; complete: boolean } {
  const token = FIRST_TOKEN.exec(piece)!;
  const bare = stripChars(stripChars(token[0], "'", 'left'), '"', 'left');
  const end = bare.search(FIRST_WORD_END);
  const written = end < 0 ? bare : bare.slice(0, end);
  const letters = [...written].map((letter) => letter.toLowerCase());
  const complete = end >= 0 || token.index + token[0].length < piece.length;
  const before = written === '' ? 0 : token[0].length - bare.length;
  return {
    word: letters.join(''),
    start: token.index + before,
    length: Math.max(1, written.length),
    complete,
  };
}

export const lengthTypes: InstructionType[] = [words, sentences, paragraphs, firstWord];
