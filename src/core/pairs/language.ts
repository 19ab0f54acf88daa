/** Languages to answer in: all that the judge can tell apart. */
import { TillerError } from '../errors.ts';
import { LANGUAGES } from '../ifeval/language/names.ts';
import { INSTRUCTIONS, type Instruction, languageInstructionOf } from './instructions.ts';
import { slugId } from './slug.ts';

/** Names as they stand in a sentence, where the judge's list has them in another form. */
const IN_A_SENTENCE: Readonly<Record<string, string>> = {
  'zh-cn': 'Simplified Chinese',
  'zh-tw': 'Traditional Chinese',
};

/**
 * Further names. "Chinese" alone is not among them: the judge knows two written forms, and which one an answer has the
 * word does not say.
 */
const OTHER_NAMES: readonly (readonly [name: string, code: string])[] = [
  ['Brazilian Portuguese', 'pt'],
  ['European Portuguese', 'pt'],
  ['Bangla', 'bn'],
  ['Bokmål', 'no'],
  ['Castilian', 'es'],
  ['Chinese (simplified)', 'zh-cn'],
  ['Chinese (traditional)', 'zh-tw'],
  ['Farsi', 'fa'],
  ['Filipino', 'tl'],
  ['Flemish', 'nl'],
  ['Panjabi', 'pa'],
  ['Slovene', 'sl'],
];

/** Every name a language is typed under, with its code. */
export const LANGUAGE_NAMES: ReadonlyMap<string, string> = new Map([
  ...Object.keys(LANGUAGES).map((code) => [sentenceName(code), code] as const),
  ...OTHER_NAMES,
]);

/**
 * "Answer in Dutch", for a code of the judge's list; a preset where there is one.
 * @throws TillerError `bad_request` for another code
 */
export function languageInstruction(code: string): Instruction {
  if (!Object.hasOwn(LANGUAGES, code)) {
    throw new TillerError('bad_request', `There is no language "${code.slice(0, 40)}" in the judge's list.`);
  }
  const preset = INSTRUCTIONS.find(({ check }) => check?.kwargs.language === code);
  const name = sentenceName(code);
  return preset ?? languageInstructionOf(slugId('', name.toLowerCase()), name, code);
}

function sentenceName(code: string): string {
  return IN_A_SENTENCE[code] ?? LANGUAGES[code]!;
}
