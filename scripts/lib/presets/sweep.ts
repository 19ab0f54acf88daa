/**
 * Finds out how well an instruction can be steered: compares settings on validation prompts, then counts the chosen one
 * on test prompts, beside the plain prompt and the instruction in words. No prompt was used to build the vector.
 */
import type { Checks, Tiller } from '../../../src/api/index.ts';
import { mean, median } from '../../../src/core/evaluate/summary.ts';
import { BASE_PROMPTS } from '../../../src/core/pairs/basePrompts.ts';
import type { Instruction } from '../../../src/core/pairs/instructions.ts';
import { asChat, withInstruction } from '../../../src/core/pairs/pairs.ts';
import { isDegenerate, repetitionShare } from '../../../src/core/steering/degenerate.ts';
import type { SteeringVector } from '../../../src/core/steering/types.ts';
import type { Answers, Steering } from './answers.ts';
import { type Setting, settingsFor, TEST_PROMPTS, VALIDATION_PROMPTS } from './settings.ts';

/** Answers that pass the check loosely and hold together; answers that fell apart. */
export interface Count {
  passes: number;
  degenerate: number;
}

/** What steering took from the texts that it made pass. */
export interface Cost {
  /** median over the prompts: perplexity of the steered answer over that of the plain one, both under the unsteered model */
  perplexityRatio: number;
  /** mean shares of three-word groups that came before in the same answer */
  repetition: { plain: number; steered: number };
}

export interface SweepResult {
  validation: { prompts: number; plain: Count; settings: (Setting & Count)[] };
  chosen: Setting;
  /** of the chosen setting */
  test: { prompts: number; plain: Count; words: Count; steered: Count; cost?: Cost };
}

export type Works = 'clearly' | 'perhaps' | 'no';

/** Gains over the plain prompt, as shares of the test prompts, from which a preset is said to work. */
const CLEAR_GAIN = 0.4;
const SLIGHT_GAIN = 0.2;

export async function sweep(
  instruction: Instruction,
  vector: SteeringVector,
  answers: Answers,
  tiller: Pick<Tiller, 'score'> & Checks,
): Promise<SweepResult> {
  const measure = async (prompts: readonly string[], setting?: Setting): Promise<Count> =>
    countPasses(instruction, prompts, await answers.of(prompts, setting && { vector, setting }), tiller);
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
      cost: await measureCost({ vector, setting: chosen }, test, answers, tiller),
    },
  };
}

/** @param texts one a prompt */
export function countPasses(
  { check: rule }: Instruction,
  prompts: readonly string[],
  texts: readonly string[],
  { check }: Checks,
): Count {
  const sound = texts.filter((text) => !isDegenerate(text));
  const passing = texts.filter((text, index) => {
    if (!rule || isDegenerate(text)) return false;
    return check(rule.instructionId, rule.kwargs, text, prompts[index]).loose;
  });
  return { passes: passing.length, degenerate: texts.length - sound.length };
}

/** What the page shows beside a gain. Prompts whose answers are empty have no perplexity and are left out of its median. */
export async function measureCost(
  steering: Steering,
  prompts: readonly string[],
  answers: Pick<Answers, 'of'>,
  tiller: Pick<Tiller, 'score'>,
): Promise<Cost> {
  const plain = await answers.of(prompts);
  const steered = await answers.of(prompts, steering);
  const perplexityOf = async (prompt: string, text: string) =>
    (await tiller.score(asChat(prompt), text)).perplexity;
  const ratios: number[] = [];
  for (const [index, prompt] of prompts.entries()) {
    const [before, after] = [plain[index]!, steered[index]!];
    if (before.trim() === '' || after.trim() === '') continue;
    ratios.push((await perplexityOf(prompt, after)) / (await perplexityOf(prompt, before)));
  }
  const rounded = (value: number) => Number(value.toFixed(3));
  return {
    perplexityRatio: rounded(median(ratios)),
    repetition: {
      plain: rounded(mean(plain.map(repetitionShare))),
      steered: rounded(mean(steered.map(repetitionShare))),
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
