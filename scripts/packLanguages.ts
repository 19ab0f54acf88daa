/**
 * Writes src/core/ifeval/language/profiles.json from the letter statistics of the Python package langdetect 1.0.9
 * (Apache-2.0): `pip download langdetect==1.0.9 --no-deps`, unpack it, `npx tsx scripts/packLanguages.ts FOLDER` with the
 * folder that holds `profiles` and `utils`.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const OUTPUT = new URL('../src/core/ifeval/language/profiles.json', import.meta.url);
/** Shares are kept as multiples of this step of their natural logarithm: within 1 %. */
const LOG_STEP = 0.02;
/** Deltas are written as characters from here on, past the control characters, quote and space. */
const FIRST_CHAR = 35;

const [folder] = process.argv.slice(2);
if (!folder)
  throw new Error(
    'Usage: npx tsx scripts/packLanguages.ts FOLDER (of the unpacked Python package langdetect)',
  );

const languages: Record<string, string[]> = {};
for (const code of readdirSync(join(folder, 'profiles')).sort()) {
  const profile: Profile = JSON.parse(readFileSync(join(folder, 'profiles', code), 'utf8'));
  languages[code] = [1, 2, 3].flatMap((length) => packLength(profile, length));
}
const cjkGroups = readFileSync(join(folder, 'utils', 'messages.properties'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('NGram.KANJI_'))
  .map((line) => JSON.parse(`"${line.split('=')[1]!.trim()}"`));
const source = [
  'Letter statistics of langdetect 1.0.9, packed by scripts/packLanguages.ts.',
  'Copyright 2010-2014 Cybozu Labs, Inc.; copyright 2014-2015 Michal Danilak.',
  'Licensed under the Apache License, Version 2.0: https://www.apache.org/licenses/LICENSE-2.0',
].join(' ');
writeFileSync(OUTPUT, `${JSON.stringify({ source, logStep: LOG_STEP, languages, cjkGroups }, null, 1)}\n`);

interface Profile {
  /** Letter sequence -> count. */
  freq: Record<string, number>;
  /** Number of sequences of one, two and three characters. */
  n_words: number[];
}

/** Sequences of one length from the most to the least frequent, then the steps of their logarithms as characters. */
function packLength({ freq, n_words: totals }: Profile, length: number): [string, string] {
  const rows = Object.entries(freq)
    .filter(([gram]) => [...gram].length === length)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  let previous = 0;
  const deltas = rows.map(([, count]) => {
    const steps = Math.round(-Math.log(count / totals[length - 1]!) / LOG_STEP);
    const delta = steps - previous;
    previous = steps;
    return String.fromCharCode(FIRST_CHAR + delta);
  });
  return [rows.map(([gram]) => gram).join(''), deltas.join('')];
}
