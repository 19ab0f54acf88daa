/** detectable_format:* - bullets, highlights, sections, fixed answers and titles; JSON has its own file. */
import { compilePattern, isLiteral } from '../pattern/pattern.ts';
import { strip, stripChars } from '../text/python.ts';
import type { InstructionType, Range } from '../types.ts';
import { compareCount, exactCount, growing, plural, withRange } from './counting.ts';
import { bulletRanges, highlightRanges, numberedRanges, titleRange } from './marks.ts';

const bullets: InstructionType = {
  id: 'detectable_format:number_bullet_lists',
  title: 'Number of bullet points',
  parameters: [
    { name: 'num_bullets', label: 'Bullet points', kind: 'count', min: 0, max: 1_000_000, initial: 3 },
  ],
  phrasings: ({ num_bullets }) => {
    const count = plural(Number(num_bullets), 'bullet point');
    return [
      `Your answer must contain exactly ${count}. Use markdown bullets such as: * This is a point.`,
      `Answer with exactly ${count}, each starting with "* ".`,
      `Give ${count} in markdown, no more and no fewer.`,
    ];
  },
  prepare: ({ num_bullets }) => {
    const wanted = Number(num_bullets);
    return (text) => {
      const ranges = bulletRanges(text);
      return exactCount(growing(ranges.length, ranges[wanted] ?? ranges.at(-1)), wanted, 'bullet point');
    };
  },
};

const ANSWERS = ['My answer is yes.', 'My answer is no.', 'My answer is maybe.'];

const constrained: InstructionType = {
  id: 'detectable_format:constrained_response',
  title: 'One of three answers',
  parameters: [],
  phrasings: () => [
    `Answer with one of the following options: ${ANSWERS.join(', ')}`,
    `Choose exactly one of these: ${ANSWERS.join(' ')}`,
    `Your answer must contain one of these phrases: ${ANSWERS.map((a) => `"${a}"`).join(', ')}`,
  ],
  prepare: () => (text) => {
    for (const answer of ANSWERS) {
      const at = text.indexOf(answer);
      if (at >= 0)
        return { pass: true, settled: true, reason: `has "${answer}"`, range: [at, at + answer.length] };
    }
    return { pass: false, settled: false, reason: 'none of the three allowed answers' };
  },
};

const highlights: InstructionType = {
  id: 'detectable_format:number_highlighted_sections',
  title: 'Highlighted sections',
  parameters: [
    { name: 'num_highlights', label: 'Highlights', kind: 'count', min: 0, max: 1_000_000, initial: 3 },
  ],
  phrasings: ({ num_highlights }) => {
    const count = plural(Number(num_highlights), 'section');
    return [
      `Highlight at least ${count} of your answer with markdown, i.e. *highlighted section*.`,
      `Mark at least ${count} in *italics* or **bold**.`,
      `Use markdown asterisks to highlight at least ${count}, like *this*.`,
    ];
  },
  prepare: ({ num_highlights }) => {
    const wanted = Number(num_highlights);
    return (text) => {
      const ranges = highlightRanges(text);
      return compareCount(
        growing(ranges.length, ranges[wanted - 1] ?? ranges.at(-1)),
        'at least',
        wanted,
        'highlight',
      );
    };
  },
};

const sections: InstructionType = {
  id: 'detectable_format:multiple_sections',
  title: 'Numbered sections',
  parameters: [
    {
      name: 'section_spliter',
      label: 'Section word',
      kind: 'text',
      maxLength: 1000,
      options: ['Section', 'SECTION'],
      initial: 'Section',
    },
    { name: 'num_sections', label: 'Sections', kind: 'count', min: 0, max: 1_000_000, initial: 3 },
  ],
  phrasings: ({ section_spliter, num_sections }) => {
    const word = strip(String(section_spliter));
    const count = plural(Number(num_sections), 'section');
    return [
      `Your answer must have ${count}. Mark the beginning of each with ${word} X, such as ${word} 1.`,
      `Divide your answer into ${count}, headed ${word} 1, ${word} 2 and so on.`,
      `Write at least ${count}; start each one with "${word}" and its number.`,
    ];
  },
  prepare: ({ section_spliter, num_sections }) => {
    const splitter = strip(String(section_spliter));
    const wanted = Number(num_sections);
    if (isLiteral(splitter)) {
      return (text) => {
        const ranges = numberedRanges(text, splitter);
        return compareCount(
          growing(ranges.length, ranges[wanted - 1] ?? ranges.at(-1)),
          'at least',
          wanted,
          'section',
        );
      };
    }
    const pattern = compilePattern(`\\s?${splitter}\\s?\\d+\\s?`);
    // Splitting yields one more piece for each capturing group of the user's pattern.
    const pieces = 1 + pattern.groups;
    return (text) => {
      const matches = pattern.matches(text);
      const certain = pattern.matches(text, wanted, true).length * pieces;
      const mark = matches[wanted - 1] ?? matches.at(-1);
      const count = withRange(
        { total: matches.length * pieces, certain },
        mark && ([mark.start, mark.end] as Range),
      );
      return compareCount(count, 'at least', wanted, 'section');
    };
  },
};

const title: InstructionType = {
  id: 'detectable_format:title',
  title: 'Title in angle brackets',
  parameters: [],
  phrasings: () => [
    'Your answer must contain a title in double angular brackets, such as <<poem of joy>>.',
    'Give your answer a title wrapped like this: <<title>>.',
    'Put a title in double angle brackets, for example <<my title>>.',
  ],
  prepare: () => (text) => {
    const range = titleRange(text);
    if (!range) return { pass: false, settled: false, reason: 'no title in << >>' };
    const inside = strip(stripChars(stripChars(text.slice(...range), '<', 'left'), '>', 'right'));
    return { pass: true, settled: true, reason: `title "${inside.slice(0, 60)}"`, range };
  },
};

export const formatTypes: InstructionType[] = [bullets, constrained, highlights, sections, title];
