/** What the presets are made and judged with. A change here means: run `npm run presets` again, with `--sweep`. */
import type { Instruction } from '../../../src/core/pairs/instructions.ts';
import type { Operator } from '../../../src/core/steering/types.ts';

/** Where and how strongly a preset steers; strength as in src/core/steering/strength.ts. */
export interface Setting {
  layer: number;
  operator: Operator;
  strength: number;
}

export { PRESET_PAIRS as PAIRS } from '../../../src/core/pairs/instructions.ts';

/** Settings are compared on this many `validation` prompts, and reported on this many `test` prompts. */
export const VALIDATION_PROMPTS = 10;
export const TEST_PROMPTS = 20;

/** The page's own: without the penalty late layers loop on this model. */
export const GENERATION = { maxNewTokens: 80, repetitionPenalty: 1.15 };

const add = (layer: number, strength: number): Setting => ({ layer, operator: 'add', strength });
const set = (layer: number, strength: number): Setting => ({ layer, operator: 'setProjection', strength });

/**
 * Around what was found to work on this model: languages late and at their own strength, length and
 * punctuation in the middle and stronger. Highlights are added, because text between them goes on as usual, which one
 * projection at every position does not allow.
 */
const LANGUAGE = [set(25, 1), set(25, 1.3), set(22, 1.4)];
const BY_ID: Readonly<Record<string, readonly Setting[]>> = {
  highlights: [add(25, 1), add(25, 0.8), add(22, 1), set(25, 1)],
  bullets: [add(25, 1), set(25, 1), set(22, 1.4), add(22, 1)],
  'no-commas': [set(19, 1.4), set(16, 1.4), set(25, 1), add(19, 1)],
  concise: [set(16, 1.4), set(19, 1.4), set(22, 1.4), add(16, 1)],
};
const OTHERS = [set(25, 1), set(22, 1.4)];

/** The settings to try for an instruction; the first is used until a sweep has been run. */
export function settingsFor({ id, family }: Instruction): readonly [Setting, ...Setting[]] {
  const [first, ...others] = family === 'language' ? LANGUAGE : (BY_ID[id] ?? OTHERS);
  if (!first) throw new Error(`no settings for ${id}`);
  return [first, ...others];
}
