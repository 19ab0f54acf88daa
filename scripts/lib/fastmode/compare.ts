/** One preset searched both ways: what each picked, what it cost, and whether the fast pick is as good. */
import { BASE_PROMPTS } from '../../../src/core/pairs/basePrompts.ts';
import type { Instruction } from '../../../src/core/pairs/instructions.ts';
import { scoreLayer, scorePlain } from '../../../src/core/search/layerSearch.ts';
import type { SteeringVector } from '../../../src/core/steering/types.ts';
import type { Decoding } from '../../../src/lab/answers.ts';
import { fastLayerSearch } from '../../../src/lab/fastLayerSearch.ts';
import { judge } from '../../../src/lab/judge.ts';
import type { Lab } from '../../../src/lab/lab.ts';
import { layerSearch } from '../../../src/lab/layerSearch.ts';

export const VALIDATION_PROMPTS = 8;
export const TEST_PROMPTS = 20;
export const DECODING: Decoding = {
  maxNewTokens: 64,
  repetitionPenalty: 1.15,
  temperature: 0,
  topP: 1,
  seed: 0,
};

export interface Picked {
  /** null: declined */
  layer: number | null;
  /** validation prompts that pass at this layer (without steering, where declined), as the full search counts them */
  validation: number;
  /** test prompts that pass there; null where both picked the same */
  test: number | null;
  tokens: number;
}

export interface Comparison {
  id: string;
  full: Picked & { interval: [number, number] };
  fast: Picked;
  /** place of the full search's pick in the ranking of the fast one, from 1; null where it declined */
  rank: number | null;
  /** fast over full */
  tokenShare: number;
  /** the fast pick's score lies within the full pick's interval, or above it */
  isAsGood: boolean;
}

export async function compareSearches(
  { id, check, phrasings, defaultOperator }: Instruction,
  vector: SteeringVector,
  lab: Lab,
): Promise<Comparison> {
  if (!check) throw new Error(`${id} has no check to search by`);
  const input = {
    vector,
    steering: { operator: defaultOperator, strength: 1 },
    check,
    phrasings,
    prompts: BASE_PROMPTS.validation.slice(0, VALIDATION_PROMPTS),
    decoding: DECODING,
  };
  const full = await layerSearch(input, lab);
  const fast = await fastLayerSearch(input, lab);
  const scoreAt = (layer: number | null) =>
    layer === null ? full.plain : full.layers.find((each) => each.layer === layer)!;

  const testOf = async (layer: number | null): Promise<number> => {
    const prompts = BASE_PROMPTS.test.slice(0, TEST_PROMPTS);
    const applied = layer === null ? [] : [{ vector, setting: { ...input.steering, layer } }];
    const answers = await lab.answers.of(prompts.map((text) => ({ text, applied, decoding: DECODING })));
    const verdicts = answers.map((answer, index) => judge(lab.tiller, check, answer, prompts[index]!));
    return (layer === null ? scorePlain : scoreLayer)(verdicts).passed;
  };
  const differ = full.layer !== fast.layer;
  const place = fast.ranking.findIndex(({ layer }) => layer === full.layer);
  return {
    id,
    full: {
      layer: full.layer,
      validation: scoreAt(full.layer).passed,
      interval: scoreAt(full.layer).interval,
      test: differ ? await testOf(full.layer) : null,
      tokens: full.tokens.generated,
    },
    fast: {
      layer: fast.layer,
      validation: scoreAt(fast.layer).passed,
      test: differ ? await testOf(fast.layer) : null,
      tokens: fast.tokens.generated,
    },
    rank: place < 0 ? null : place + 1,
    tokenShare: fast.tokens.generated / full.tokens.generated,
    isAsGood: scoreAt(fast.layer).score >= scoreAt(full.layer).interval[0],
  };
}
