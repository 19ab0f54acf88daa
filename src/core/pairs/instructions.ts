/** The preset instructions: several phrasings each, written for this project, and the IFEval check that judges them. */
import type { Operator } from '../steering/types.ts';

/** `free`: in the user's words, where no check tells which of the others it is */
export type InstructionFamily = 'format' | 'language' | 'length' | 'keyword' | 'free';

export interface InstructionCheck {
  /** IFEval instruction id */
  instructionId: string;
  kwargs: Record<string, unknown>;
}

export interface Instruction {
  /** also the name of the vector's file */
  id: string;
  title: string;
  family: InstructionFamily;
  /** each is appended to a base prompt after a space */
  phrasings: readonly [string, ...string[]];
  check: InstructionCheck | null;
  /** what the check measures where the title does not say it, or why there is no check */
  checkNote?: string;
  /** as in the paper: `setProjection` for format and language, `add` for length and keywords */
  defaultOperator: Operator;
}

/** @param name as it stands in a sentence; @param code as IFEval's data has it */
export function languageInstructionOf(id: string, name: string, code: string): Instruction {
  return {
    id,
    title: `Answer in ${name}`,
    family: 'language',
    phrasings: [
      `Answer in ${name}.`,
      `Please write your whole answer in ${name}.`,
      `Use only the ${name} language in your reply.`,
      `I speak only ${name}, so reply in ${name}.`,
      `Your reply must be in ${name}, with no other language.`,
    ],
    check: { instructionId: 'language:response_language', kwargs: { language: code } },
    defaultOperator: 'setProjection',
  };
}

/** Contrast pairs that a preset's vector is built from: the first ones of the `build` prompts. */
export const PRESET_PAIRS = 40;

export const INSTRUCTIONS: readonly Instruction[] = [
  languageInstructionOf('french', 'French', 'fr'),
  languageInstructionOf('german', 'German', 'de'),
  languageInstructionOf('spanish', 'Spanish', 'es'),
  languageInstructionOf('italian', 'Italian', 'it'),
  languageInstructionOf('portuguese', 'Portuguese', 'pt'),
  {
    id: 'highlights',
    title: 'Highlight at least two sections',
    family: 'format',
    phrasings: [
      'Highlight at least two parts of your answer with markdown, like *this part*.',
      'Mark two or more important sections with asterisks, for example *important section*.',
      'Put at least two key phrases between asterisks, as in *key phrase*.',
      'Use markdown to highlight two or more sections, such as *highlighted section*.',
      'Emphasise at least two phrases by writing them as *phrase*.',
    ],
    check: { instructionId: 'detectable_format:number_highlighted_sections', kwargs: { num_highlights: 2 } },
    defaultOperator: 'setProjection',
  },
  {
    id: 'bullets',
    title: 'Three bullet points',
    family: 'format',
    phrasings: [
      'Answer with exactly three bullet points, each beginning with "* ".',
      'Write your answer as a list of 3 bullets, like: * This is a point.',
      'Give exactly 3 bullet points in markdown and nothing else.',
      'Your answer must be a markdown list with three items that start with *.',
    ],
    check: { instructionId: 'detectable_format:number_bullet_lists', kwargs: { num_bullets: 3 } },
    defaultOperator: 'setProjection',
  },
  {
    id: 'no-commas',
    title: 'No commas',
    family: 'format',
    phrasings: [
      'Write without any commas.',
      'Do not use a single comma in your answer.',
      'Your whole answer has to do without commas.',
      'Avoid commas completely.',
      'Commas are not allowed in your reply.',
    ],
    check: { instructionId: 'punctuation:no_comma', kwargs: {} },
    defaultOperator: 'setProjection',
  },
  {
    id: 'lowercase',
    title: 'All lowercase',
    family: 'format',
    phrasings: [
      'Write everything in lowercase letters.',
      'Use no capital letters at all.',
      'Your whole answer must be in english and in small letters only.',
      'Reply in lowercase only, even at the start of a sentence.',
    ],
    check: { instructionId: 'change_case:english_lowercase', kwargs: {} },
    defaultOperator: 'setProjection',
  },
  {
    id: 'all-capitals',
    title: 'All capitals',
    family: 'format',
    phrasings: [
      'Write everything in CAPITAL LETTERS.',
      'Use only capital letters, as if you were shouting.',
      'Your whole answer must be in English and in upper case.',
      'REPLY IN UPPER CASE ONLY.',
    ],
    check: { instructionId: 'change_case:english_capital', kwargs: {} },
    defaultOperator: 'setProjection',
  },
  {
    id: 'json',
    title: 'JSON',
    family: 'format',
    phrasings: [
      'Give your whole answer as JSON.',
      'Reply with one valid JSON object and nothing else.',
      'Wrap the entire answer in JSON format.',
      'Format your answer as a JSON object with fitting keys.',
    ],
    check: { instructionId: 'detectable_format:json_format', kwargs: {} },
    defaultOperator: 'setProjection',
  },
  {
    id: 'quotation',
    title: 'In double quotation marks',
    family: 'format',
    phrasings: [
      'Put your whole answer in double quotation marks.',
      'Begin and end your answer with a double quotation mark.',
      'Wrap everything you say in "double quotes".',
      'Your reply must stand between two " characters.',
    ],
    check: { instructionId: 'startend:quotation', kwargs: {} },
    defaultOperator: 'setProjection',
  },
  {
    id: 'concise',
    title: 'Concise (under 30 words)',
    family: 'length',
    phrasings: [
      'Answer in fewer than 30 words.',
      'Keep it very short.',
      'Be as brief as you can.',
      'One short sentence is enough.',
      'Reply with less than 30 words and no details.',
    ],
    check: {
      instructionId: 'length_constraints:number_words',
      kwargs: { num_words: 30, relation: 'less than' },
    },
    defaultOperator: 'add',
  },
  {
    id: 'keyword-ocean',
    title: 'Mention "ocean"',
    family: 'keyword',
    phrasings: [
      'Use the word "ocean" in your answer.',
      'Mention the ocean somewhere.',
      'Your answer must contain the word ocean.',
      'Make sure that the word ocean appears in your reply.',
    ],
    check: { instructionId: 'keywords:existence', kwargs: { keywords: ['ocean'] } },
    defaultOperator: 'add',
  },
];

/** The instruction of that id, if there is one. */
export function findInstruction(id: string): Instruction | undefined {
  return INSTRUCTIONS.find((instruction) => instruction.id === id);
}
