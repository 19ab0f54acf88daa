/** detectable_format:json_format - the answer, fences removed, is what Python's `json.loads` takes. */
import { scanJson } from '../text/jsonScan.ts';
import { strip, stripRange } from '../text/python.ts';
import type { Finding, InstructionType } from '../types.ts';

const FENCES = ['```json', '```Json', '```JSON', '```'];

export const jsonType: InstructionType = {
  id: 'detectable_format:json_format',
  title: 'JSON only',
  parameters: [],
  phrasings: () => [
    'Your entire answer should be wrapped in JSON format.',
    'Answer in valid JSON and nothing else. You may use markdown ticks such as ```.',
    'Give the whole answer as one JSON object.',
  ],
  prepare: () => checkJson,
};

function checkJson(text: string): Finding {
  const [from, to] = stripRange(text);
  let start = from;
  for (const fence of FENCES) if (text.startsWith(fence, start)) start += fence.length;
  const end = to - start >= 3 && text.endsWith('```', to) ? to - 3 : to;
  const body = text.slice(start, end);
  const [bodyStart] = stripRange(body);
  const scan = scanJson(strip(body));
  if (scan.state === 'valid') return { pass: true, settled: false, reason: 'valid JSON' };
  if (scan.state === 'incomplete') {
    return { pass: false, settled: false, open: true, reason: 'the JSON is not complete' };
  }
  const at = start + bodyStart + scan.at;
  return {
    pass: false,
    settled: !mayStillHeal(text, from, at),
    reason: `not JSON: ${scan.problem}`,
    range: [at, at + 1],
  };
}

/** Every text that the removal of opening fences can take away. */
const OPENINGS = FENCES.reduceRight<string[]>(
  (tails, fence) => tails.concat(tails.map((tail) => fence + tail)),
  [''],
);

/** The error may be part of an unfinished fence, or of a closing one with the white space around it. */
function mayStillHeal(text: string, from: number, at: number): boolean {
  const begun = text.slice(from);
  return OPENINGS.some((opening) => opening.startsWith(begun)) || /^`{0,3}$/.test(strip(text.slice(at)));
}
