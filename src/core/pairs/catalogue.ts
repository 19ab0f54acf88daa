/** Every instruction that is ready to be chosen, by family; others are made by the functions named here. */
import { LANGUAGES } from '../ifeval/language/names.ts';
import { INSTRUCTIONS, type Instruction, type InstructionFamily } from './instructions.ts';
import { keywordInstruction } from './keyword.ts';
import { languageInstruction } from './language.ts';
import { LENGTH_LEVELS, type LengthLevel, lengthInstruction, sentenceInstruction } from './length.ts';

export interface FamilyGroup {
  family: Exclude<InstructionFamily, 'free'>;
  title: string;
  instructions: readonly Instruction[];
}

const presetsOf = (family: InstructionFamily) => INSTRUCTIONS.filter((each) => each.family === family);

/** All but English, which the base prompts are in: an answer needs no steering to it. */
const languages = Object.keys(LANGUAGES)
  .filter((code) => code !== 'en')
  .map(languageInstruction)
  .sort((a, b) => (a.title < b.title ? -1 : 1));
const levels = (Object.keys(LENGTH_LEVELS) as LengthLevel[]).map(lengthInstruction);
const sentences = (['at most', 'at least', 'exactly'] as const).flatMap((relation) =>
  [1, 2, 3, 4, 5].map((count) => sentenceInstruction(relation, count)),
);

/** Examples for both modes; `keywordInstruction` takes any words. */
const keywords = [
  keywordInstruction('include', ['music']),
  keywordInstruction('include', ['river', 'stone']),
  keywordInstruction('exclude', ['very']),
  keywordInstruction('exclude', ['important']),
  keywordInstruction('exclude', ['also', 'however']),
];

/** For pickers. Presets come first in their family, except among the languages, which go by the alphabet. */
export const INSTRUCTION_FAMILIES: readonly FamilyGroup[] = [
  { family: 'format', title: 'Format', instructions: presetsOf('format') },
  { family: 'language', title: 'Language', instructions: languages },
  { family: 'length', title: 'Length', instructions: [...presetsOf('length'), ...levels, ...sentences] },
  { family: 'keyword', title: 'Keywords', instructions: [...presetsOf('keyword'), ...keywords] },
];

/** An instruction of any family by its id, if it is in the list. */
export function findInCatalogue(id: string): Instruction | undefined {
  return INSTRUCTION_FAMILIES.flatMap(({ instructions }) => instructions).find((each) => each.id === id);
}
