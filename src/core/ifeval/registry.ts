/** The 25 instruction types of IFEval (arXiv 2311.07911) by id. */
import { TillerError } from '../errors.ts';
import { show } from '../show.ts';
import { caseTypes } from './checkers/changeCase.ts';
import { twoResponses } from './checkers/combination.ts';
import { contentTypes } from './checkers/content.ts';
import { formatTypes } from './checkers/format.ts';
import { jsonType } from './checkers/json.ts';
import { keywordTypes } from './checkers/keywords.ts';
import { responseLanguage } from './checkers/language.ts';
import { lengthTypes } from './checkers/length.ts';
import { startEndTypes } from './checkers/startend.ts';
import type { InstructionType } from './types.ts';

const ALL: InstructionType[] = [
  ...keywordTypes,
  responseLanguage,
  ...lengthTypes,
  ...contentTypes,
  ...formatTypes,
  jsonType,
  twoResponses,
  ...startEndTypes,
  ...caseTypes,
];

const byId = new Map(ALL.map((type) => [type.id, type]));

/** Every instruction type, sorted by id. */
export function listInstructions(): InstructionType[] {
  return [...ALL].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** @throws TillerError `unknown_check` when there is no such type */
export function instructionType(id: string): InstructionType {
  const type = byId.get(id);
  if (!type) {
    const known = [...byId.keys()].sort().join(', ');
    throw new TillerError('unknown_check', `There is no check ${show(id, 80)}. Use one of: ${known}`);
  }
  return type;
}
