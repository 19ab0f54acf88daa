/** The form that says what a vector is to be about: a family, its fields, and the instruction that follows from them. */
import { TillerError } from '../../core/errors.ts';
import { INSTRUCTION_FAMILIES } from '../../core/pairs/catalogue.ts';
import { freeInstruction, MAX_INSTRUCTION_LENGTH } from '../../core/pairs/free.ts';
import type { Instruction } from '../../core/pairs/instructions.ts';
import { type KeywordMode, keywordInstruction } from '../../core/pairs/keyword.ts';
import { errorSentence } from '../alert.ts';
import { isRecord } from '../playground/presets.ts';

/** Families whose instructions are chosen from a list. */
export const LISTED_FAMILIES = ['format', 'language', 'length'] as const;
export type ListedFamily = (typeof LISTED_FAMILIES)[number];

export const FORM_FAMILIES = ['free', ...LISTED_FAMILIES, 'keyword'] as const;
export type FormFamily = (typeof FORM_FAMILIES)[number];

/** What stands in the fields of all families, so that a change of family loses nothing. */
export interface InstructionForm {
  family: FormFamily;
  /** of the family `free` */
  text: string;
  /** instruction ids */
  chosen: Readonly<Record<ListedFamily, string>>;
  keywordMode: KeywordMode;
  /** separated by commas */
  keywords: string;
}

export const INITIAL_FORM: InstructionForm = {
  family: 'free',
  text: '',
  chosen: {
    format: listed('format')[0]?.id ?? '',
    language: 'french',
    length: 'length-extremely-concise',
  },
  keywordMode: 'include',
  keywords: '',
};

/** The instructions of a family, to choose one from. */
export function listed(family: ListedFamily): readonly Instruction[] {
  return INSTRUCTION_FAMILIES.find((group) => group.family === family)?.instructions ?? [];
}

/** Either an instruction, or why there is none; both null while nothing has been typed. */
export interface FormResult {
  instruction: Instruction | null;
  problem: string | null;
}

export function readForm(form: InstructionForm): FormResult {
  try {
    return { instruction: instructionOf(form), problem: null };
  } catch (error) {
    if (!(error instanceof TillerError)) throw error;
    return { instruction: null, problem: errorSentence(error) };
  }
}

function instructionOf({ family, text, chosen, keywordMode, keywords }: InstructionForm): Instruction | null {
  if (family === 'free') return text.trim() === '' ? null : freeInstruction(text);
  if (family === 'keyword') {
    return keywords.trim() === '' ? null : keywordInstruction(keywordMode, keywords.split(','));
  }
  return listed(family).find(({ id }) => id === chosen[family]) ?? null;
}

/** What a visit before this one left; each field that is not valid keeps its default. */
export function readStoredForm(stored: unknown): InstructionForm {
  if (!isRecord(stored)) return INITIAL_FORM;
  const words = (value: unknown) => (typeof value === 'string' ? value.slice(0, MAX_INSTRUCTION_LENGTH) : '');
  const chosen = isRecord(stored.chosen) ? stored.chosen : {};
  const idOf = (family: ListedFamily) =>
    listed(family).find(({ id }) => id === chosen[family])?.id ?? INITIAL_FORM.chosen[family];
  return {
    family: FORM_FAMILIES.find((each) => each === stored.family) ?? INITIAL_FORM.family,
    text: words(stored.text),
    chosen: { format: idOf('format'), language: idOf('language'), length: idOf('length') },
    keywordMode: stored.keywordMode === 'exclude' ? 'exclude' : 'include',
    keywords: words(stored.keywords),
  };
}
