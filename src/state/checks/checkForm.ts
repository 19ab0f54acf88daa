/** The form that makes a check: what stands in its fields as text, and the check or the problems that follow from it. */
import { TillerError } from '../../core/errors.ts';
import {
  type InstructionType,
  instructionType,
  type Kwarg,
  LANGUAGES,
  listInstructions,
  type Parameter,
  validateKwargs,
} from '../../core/ifeval/index.ts';
import { currentLanguage, t, textOf } from '../../text/text.ts';
import type { PresetCheck } from '../playground/presets.ts';
import { checkKey, PROMPT_ARGUMENT } from './checks.ts';

export interface CheckDraft {
  instructionId: string;
  /** by parameter name, as typed; a list has one text a line */
  fields: Readonly<Record<string, string>>;
}

/** Either a check that can be used, or a problem in plain words for at least one field; '' is the form as a whole. */
export type DraftResult =
  | { check: PresetCheck; problems: null }
  | { check: null; problems: Readonly<Record<string, string>> };

export interface CheckGroup {
  category: string;
  types: readonly InstructionType[];
}

/** In the order in which they are offered. */
const CATEGORIES = [
  'length_constraints',
  'keywords',
  'punctuation',
  'language',
  'change_case',
  'detectable_format',
  'detectable_content',
  'startend',
  'combination',
] as const;

/** The 25 instruction types as they are offered. */
export function groupCheckTypes(): CheckGroup[] {
  const types = listInstructions();
  return CATEGORIES.map((id) => ({
    category: t(`checks.category_${id}`),
    types: types.filter((type) => type.id.startsWith(`${id}:`)),
  }));
}

/** The fields of a type with what a form begins with. */
export function newDraft(instructionId: string): CheckDraft {
  const { parameters } = instructionType(instructionId);
  const initial = ({ name, initial }: Parameter) => [
    name,
    name === PROMPT_ARGUMENT ? '' : fieldText(initial),
  ];
  return { instructionId, fields: Object.fromEntries(parameters.map(initial)) };
}

/** The form filled in with a check; what the check does not say keeps its beginning. */
export function draftOf(check: PresetCheck): CheckDraft {
  const { instructionId, fields } = newDraft(check.instructionId);
  const known = Object.keys(fields).map((name) => {
    const value = check.kwargs[name];
    return [name, isKwarg(value) ? fieldText(value) : fields[name]];
  });
  return { instructionId, fields: Object.fromEntries(known) };
}

export function withField(draft: CheckDraft, name: string, text: string): CheckDraft {
  return { ...draft, fields: { ...draft.fields, [name]: text } };
}

/** @param taken keys of checks that the list holds already */
export function readDraft({ instructionId, fields }: CheckDraft, taken: readonly string[] = []): DraftResult {
  const type = instructionType(instructionId);
  const kwargs: Record<string, Kwarg> = {};
  const problems: Record<string, string> = {};
  for (const parameter of type.parameters) {
    const { name } = parameter;
    const text = fields[name] ?? '';
    if (name === PROMPT_ARGUMENT && text.trim() === '') continue;
    const value = fieldValue(parameter, text);
    if (problemOf({ ...withoutConditions(type), parameters: [parameter] }, { [name]: value })) {
      problems[name] = t(text.trim() === '' ? 'checks.missing' : 'checks.give', {
        range: rangeWords(parameter),
      });
    }
    if (value !== undefined) kwargs[name] = value;
  }
  if (Object.keys(problems).length > 0) return { check: null, problems };
  const problem = problemOf(type, { ...promptInstead(type), ...kwargs });
  if (problem) return { check: null, problems: { '': problem } };
  const check: PresetCheck = { instructionId, kwargs };
  if (taken.includes(checkKey(check))) {
    return { check: null, problems: { '': t('checks.taken') } };
  }
  return { check, problems: null };
}

/** The names of languages by their code, in alphabetical order. */
export function languageOptions(): [code: string, name: string][] {
  const language = currentLanguage();
  const names = new Intl.DisplayNames(language, { type: 'language' });
  const shown = ([code, name]: [string, string]): [string, string] => [
    code,
    language === 'en' ? name : (names.of(code) ?? name),
  ];
  return Object.entries(LANGUAGES)
    .map(shown)
    .sort(([, a], [, b]) => a.localeCompare(b, language));
}

export const argumentLabel = ({ name, label }: Parameter): string => textOf(`checks.argument_${name}`, label);

const isKwarg = (value: unknown): value is Kwarg =>
  typeof value === 'number' || typeof value === 'string' || Array.isArray(value);

function fieldText(value: Kwarg): string {
  return Array.isArray(value) ? value.join('\n') : String(value);
}

/** undefined: nothing was given */
function fieldValue({ kind }: Parameter, text: string): Kwarg | undefined {
  if (kind === 'count') return text.trim() === '' ? undefined : Number(text);
  if (kind === 'letter') return text.trim();
  if (kind !== 'textList') return text;
  const items = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return items.length > 0 ? items : undefined;
}

function rangeWords(parameter: Parameter): string {
  switch (parameter.kind) {
    case 'count':
      return t('checks.rangeCount', { min: parameter.min, max: parameter.max });
    case 'relation':
      return t('checks.rangeRelation');
    case 'text':
      return t('checks.rangeText', { max: parameter.maxLength });
    case 'textList':
      return t('checks.rangeList', { items: parameter.maxItems, max: parameter.maxLength });
    case 'letter':
      return t('checks.rangeLetter');
    case 'language':
      return t('checks.rangeLanguage');
  }
}

/** In plain words: without the id, and with the labels of the form for names; null when the arguments can be used. */
function problemOf(type: InstructionType, kwargs: Record<string, Kwarg | undefined>): string | null {
  try {
    validateKwargs(type, kwargs);
    return null;
  } catch (error) {
    if (!(error instanceof TillerError)) throw error;
    const problem = error.message.replace(`${type.id}: `, '');
    return type.parameters.reduce(
      (words, parameter) => words.replaceAll(parameter.name, `“${argumentLabel(parameter)}”`),
      problem,
    );
  }
}

function withoutConditions({ validate: _, ...type }: InstructionType): InstructionType {
  return type;
}

function promptInstead({ parameters }: InstructionType): Record<string, Kwarg> {
  return parameters.some(({ name }) => name === PROMPT_ARGUMENT) ? { [PROMPT_ARGUMENT]: 'the prompt' } : {};
}
