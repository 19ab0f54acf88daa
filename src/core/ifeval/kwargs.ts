/** Checks the keyword arguments of an instruction, and reads them from form fields. */
import { TillerError } from '../errors.ts';
import { show } from '../show.ts';
import { LANGUAGES } from './language/names.ts';
import { isBlank } from './text/python.ts';
import { type InstructionType, type Kwarg, type Kwargs, type Parameter, RELATIONS } from './types.ts';

/**
 * Complete, in-range arguments. Null ones count as missing, so that data in which every key is present can be read.
 * (The published code draws missing and out-of-range values at random; here they are errors.)
 * @throws TillerError `check_arguments` naming the argument, what was found and what is allowed
 */
export function validateKwargs(type: InstructionType, kwargs: unknown): Kwargs {
  if (typeof kwargs !== 'object' || kwargs === null || Array.isArray(kwargs)) {
    throw argumentError(type, `expected an object of arguments, found ${show(kwargs, 80)}`);
  }
  const given = Object.entries(kwargs).filter(([, value]) => value !== null && value !== undefined);
  const known = type.parameters.map((parameter) => parameter.name);
  const unknown = given.find(([name]) => !known.includes(name));
  if (unknown) {
    const allowed = known.length > 0 ? `it takes ${known.join(', ')}` : 'it takes no arguments';
    throw argumentError(type, `unknown argument "${unknown[0].slice(0, 80)}": ${allowed}`);
  }
  const values = new Map(given);
  const complete: Kwargs = {};
  for (const parameter of type.parameters)
    complete[parameter.name] = validateOne(type, parameter, values.get(parameter.name));
  const problem = type.validate?.(complete);
  if (problem) throw argumentError(type, problem);
  return complete;
}

/** What a parameter takes, in words. */
export function describeRange(parameter: Parameter): string {
  switch (parameter.kind) {
    case 'count':
      return `a whole number from ${parameter.min} to ${parameter.max}`;
    case 'relation':
      return RELATIONS.map((relation) => `"${relation}"`).join(' or ');
    case 'text':
      return `text of 1 to ${parameter.maxLength} characters that is not blank`;
    case 'textList':
      return `a list of 1 to ${parameter.maxItems} texts of 1 to ${parameter.maxLength} characters`;
    case 'letter':
      return 'one letter from a to z';
    case 'language':
      return `one of the codes ${Object.keys(LANGUAGES).join(', ')}`;
  }
}

function validateOne(type: InstructionType, parameter: Parameter, value: unknown): Kwarg {
  if (isAllowed(parameter, value)) return value;
  const found = value === undefined ? 'it is missing' : `found ${show(value, 80)}`;
  throw argumentError(type, `"${parameter.name}" should be ${describeRange(parameter)}, but ${found}`);
}

function isAllowed(parameter: Parameter, value: unknown): value is Kwarg {
  switch (parameter.kind) {
    case 'count':
      return Number.isInteger(value) && Number(value) >= parameter.min && Number(value) <= parameter.max;
    case 'relation':
      return RELATIONS.some((relation) => relation === value);
    case 'text':
      return isText(value, parameter.maxLength) && !isBlank(value);
    case 'textList':
      return (
        Array.isArray(value) &&
        value.length > 0 &&
        value.length <= parameter.maxItems &&
        value.every((item) => isText(item, parameter.maxLength))
      );
    case 'letter':
      return typeof value === 'string' && /^[a-zA-Z]$/.test(value);
    case 'language':
      return typeof value === 'string' && Object.hasOwn(LANGUAGES, value);
  }
}

function isText(value: unknown, maxLength: number): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= maxLength;
}

function argumentError(type: InstructionType, problem: string): TillerError {
  return new TillerError('check_arguments', `${type.id}: ${problem}.`, { instructionId: type.id });
}
