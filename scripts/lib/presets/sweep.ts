/**
 * Finds out how well an instruction can be steered: compares settings on validation prompts, then counts the chosen one
 * on test prompts, beside the plain prompt and the instruction in words. No prompt was used to build the vector.
 */
import type { Checks } from '../../../src/api/index.ts';
import { BASE_PROMPTS } from '../../../src/core/pairs/basePrompts.ts';
import type { Instruction } from '../../../src/core/pairs/instructions.ts';
import { withInstruction } from '../../../src/core/pairs/pairs.ts';
import { isDegenerate } from '../../../src/core/steering/degenerate.ts';
import type { SteeringVector } from '../../../src/core/steering/types.ts';
import type { Answers } from './answers.ts';
import { type Setting, settingsFor, TEST_PROMPTS, VALIDATION_PROMPTS } from './settings.ts';

/** Answers that pass the check loosely and hold together; answers that fell apart. */
export interface Count {
  passes: number;
  degenerate: number;
}

export interface SweepResult {
  validation: { prompts: number; plain: Count; settings: (Setting & Count)[] };
  chosen: Setting;
  /** of the chosen setting */
  test: { prompts: number; plain: Count; words: Count; steered: Count };
}

export type Works = 'clearly' | 'perhaps' | 'no';

/** Gains over the plain prompt, as shares of the test prompts, from which a preset is said to work. */
const CLEAR_GAIN = 0.4;
const SLIGHT_GAIN = 0.2;

export async function sweep(
  instruction: Instruction,
  vector: SteeringVector,
  answers: Answers,
  { check }: Checks,
): Promise<SweepResult> {
  const count = (prompts: readonly string[], texts: readonly string[]): Count => {
    const sound = texts.filter((text) => !isDegenerate(text));
    const passing = texts.filter((text, index) => {
      if (!instruction.check || isDegenerate(text)) return false;
      const { instructionId, kwargs } = instruction.check;
      return check(instructionId, kwargs, text, prompts[index]).loose;
    });
    return { passes: passing.length, degenerate: texts.length - sound.length };
  };
  const measure = async (prompts: readonly string[], setting?: Setting): Promise<Count> =>
    count(prompts, await answers.of(prompts, setting && { vector, setting }));
  const inWords = (prompts: readonly string[]) =>
    prompts.map((prompt, index) => withInstruction(instruction, prompt, index));

  const validation = BASE_PROMPTS.validation.slice(0, VALIDATION_PROMPTS);
  const settings: (Setting & Count)[] = [];
  for (const setting of settingsFor(instruction)) {
    settings.push({ ...setting, ...(await measure(validation, setting)) });
  }
  const chosen = chooseSetting(settings);
  const test = BASE_PROMPTS.test.slice(0, TEST_PROMPTS);
  return {
    validation: {
      prompts: validation.length,
      plain: await measure(validation),
      settings,
    },
    chosen,
    test: {
      prompts: test.length,
      plain: await measure(test),
      words: await measure(inWords(test)),
      steered: await measure(test, chosen),
    },
  };
}

/**
 * Most passes first, then fewest answers that fell apart, then the strength nearest to 1, then the earliest layer.
 * @throws when there are no settings
 */
export function chooseSetting(settings: readonly (Setting & Count)[]): Setting {
  const [best] = settings.toSorted(
    (a, b) =>
      b.passes - a.passes ||
      a.degenerate - b.degenerate ||
      Math.abs(a.strength - 1) - Math.abs(b.strength - 1) ||
      a.layer - b.layer,
  );
  if (!best) throw new Error('a sweep needs at least one setting');
  return { layer: best.layer, operator: best.operator, strength: best.strength };
}

/** How far a preset can be trusted on this model, from its test counts. */
export function judgeWorks({ prompts, plain, steered }: SweepResult['test']): Works {
  const gain = (steered.passes - plain.passes) / prompts;
  if (gain >= CLEAR_GAIN) return 'clearly';
  return gain >= SLIGHT_GAIN ? 'perhaps' : 'no';
}
