/**
 * Reads IFEval's prompts from the user's disk: JSON lines of `key`, `prompt`, `instruction_id_list` and `kwargs`, and
 * `prompt_without_instruction` where the file has it, as those of the paper do.
 */
import { TillerError } from '../errors.ts';
import { lineId, parseChecks } from '../ifeval/cases.ts';
import { instructionType, validateKwargs } from '../ifeval/index.ts';
import { type LineProblem, lineError, readJsonLines } from '../jsonLines.ts';
import type { InstructionCheck } from '../pairs/instructions.ts';
import type { EvaluationPrompt } from './conditions.ts';

/** Longer ones do not fit the context of any model that runs here. */
const MAX_PROMPT_LENGTH = 100_000;

/**
 * @returns prompts with their checks, arguments complete; one problem for each line that is none; blank lines are skipped
 * @throws TillerError `bad_request` for a text of too many lines
 */
export function parsePromptFile(text: string): { prompts: EvaluationPrompt[]; problems: LineProblem[] } {
  const { values, problems } = readJsonLines(text, readPrompt);
  return { prompts: values, problems };
}

function readPrompt(fields: Record<string, unknown>, line: number): EvaluationPrompt {
  const { prompt_without_instruction: plain } = fields;
  const prompt = readText(fields, 'prompt', line);
  const checks = parseChecks(fields, line).map((check): InstructionCheck => {
    try {
      const type = instructionType(check.instructionId);
      // what is null counts as missing in IFEval's files
      return { instructionId: type.id, kwargs: validateKwargs(type, check.kwargs) };
    } catch (error) {
      if (error instanceof TillerError) throw lineError(line, error.message.replace(/\.$/, ''));
      throw error;
    }
  });
  const id = lineId(fields.key ?? fields.id, line);
  if (plain === undefined || plain === null) return { text: prompt, checks, id };
  return { text: readText(fields, 'prompt_without_instruction', line), inWords: prompt, checks, id };
}

function readText(fields: Record<string, unknown>, name: string, line: number): string {
  const value = fields[name];
  if (typeof value !== 'string' || value.trim() === '')
    throw lineError(line, `it has no text field "${name}"`);
  if (value.length <= MAX_PROMPT_LENGTH) return value;
  throw lineError(line, `its "${name}" is longer than ${MAX_PROMPT_LENGTH} characters`);
}
