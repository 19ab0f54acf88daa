/** detectable_content:* and punctuation:* - placeholders, a postscript, commas. */
import { compilePattern } from '../pattern/pattern.ts';
import { PYTHON_SPACE, stableLower, strip } from '../text/python.ts';
import type { InstructionType, Range } from '../types.ts';
import { compareCount, growing, plural, withRange } from './counting.ts';
import { bracketRanges } from './marks.ts';

const noComma: InstructionType = {
  id: 'punctuation:no_comma',
  title: 'No commas',
  parameters: [],
  phrasings: () => [
    'Do not use any commas.',
    'Your whole answer should have no commas.',
    'Answer without a single comma.',
  ],
  prepare: () => (text) => {
    const at = text.indexOf(',');
    if (at < 0) return { pass: true, settled: false, reason: 'no comma' };
    return { pass: false, settled: true, reason: 'a comma', range: [at, at + 1] };
  },
};

const placeholders: InstructionType = {
  id: 'detectable_content:number_placeholders',
  title: 'Placeholders in brackets',
  parameters: [
    { name: 'num_placeholders', label: 'Placeholders', kind: 'count', min: 0, max: 1_000_000, initial: 3 },
  ],
  phrasings: ({ num_placeholders }) => {
    const count = plural(Number(num_placeholders), 'placeholder');
    return [
      `Include at least ${count} in square brackets, such as [address].`,
      `Your answer must have at least ${count} like [name].`,
      `Leave at least ${count} in square brackets to fill in.`,
    ];
  },
  prepare: ({ num_placeholders }) => {
    const wanted = Number(num_placeholders);
    return (text) => {
      const ranges = bracketRanges(text);
      return compareCount(
        growing(ranges.length, ranges[wanted - 1] ?? ranges.at(-1)),
        'at least',
        wanted,
        'placeholder',
      );
    };
  },
};

const postscript: InstructionType = {
  id: 'detectable_content:postscript',
  title: 'Postscript',
  parameters: [
    {
      name: 'postscript_marker',
      label: 'Marker',
      kind: 'text',
      maxLength: 1000,
      options: ['P.S.', 'P.P.S'],
      initial: 'P.S.',
    },
  ],
  phrasings: ({ postscript_marker }) => [
    `At the end of your answer, add a postscript starting with ${postscript_marker}`,
    `Finish with a postscript that begins with ${postscript_marker}`,
    `Add a postscript after your answer, marked ${postscript_marker}`,
  ],
  prepare: ({ postscript_marker }) => {
    const marker = strip(String(postscript_marker));
    const find = postscriptFinder(marker);
    return (text) => {
      const lowered = text.toLowerCase();
      const found = find(lowered, false);
      if (!found) return { pass: false, settled: false, reason: `no postscript ${marker}` };
      const settled = find(stableLower(text), true) !== null;
      // Lower-casing may lengthen the text (dotted I); then the offsets are not those of the answer.
      const range = lowered.length === text.length ? found : undefined;
      return withRange({ pass: true, settled, reason: `postscript ${marker} found` }, range);
    };
  },
};

/** The two markers with patterns of their own; any other marker is a pattern itself. */
const FIXED_MARKERS: Record<string, RegExp> = {
  'P.S.': new RegExp(`p\\.[${PYTHON_SPACE}]?s\\.`),
  'P.P.S': new RegExp(`p\\.[${PYTHON_SPACE}]?p\\.[${PYTHON_SPACE}]?s`),
};

/** Finds the marker in lower-cased text; with `open`, only what no further text can take back. */
function postscriptFinder(marker: string): (text: string, open: boolean) => Range | null {
  const fixed = FIXED_MARKERS[marker];
  if (fixed) {
    return (text) => {
      const match = fixed.exec(text);
      return match && [match.index, match.index + match[0].length];
    };
  }
  const pattern = compilePattern(marker.toLowerCase(), { multiline: true });
  return (text, open) => {
    const match = pattern.search(text, open);
    return match && [match.start, match.end];
  };
}

export const contentTypes: InstructionType[] = [placeholders, postscript, noComma];
