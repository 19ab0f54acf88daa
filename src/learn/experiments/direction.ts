/** Two directions from pairs that have no question in common: how alike they are, layer by layer, with more and more pairs. */
import { asAsked } from '../../core/pairs/asking.ts';
import { BASE_PROMPTS } from '../../core/pairs/basePrompts.ts';
import { findInstruction } from '../../core/pairs/instructions.ts';
import { withInstruction } from '../../core/pairs/pairs.ts';
import { cosine, fitDirections } from '../../core/steering/direction.ts';
import { type CurvesResult, type Experiment, readingProgress } from './experiment.ts';

/** Pairs that each of the two directions is made of. */
const PAIR_COUNTS = [1, 6] as const;
const ROLES = ['plain', 'vector'] as const;
const INSTRUCTION = 'french';

export const directionExperiment: Experiment = async (
  { tiller, info },
  options = {},
): Promise<CurvesResult> => {
  const { numLayers, hiddenSize, hasChatTemplate } = info;
  const most = Math.max(...PAIR_COUNTS);
  const instruction = findInstruction(INSTRUCTION)!;
  const questions = BASE_PROMPTS.build.slice(0, 2 * most);
  const { data } = await tiller.capture(
    questions.flatMap((question, index) => [
      asAsked(withInstruction(instruction, question, index), hasChatTemplate).prompt,
      asAsked(question, hasChatTemplate).prompt,
    ]),
    readingProgress({ kind: 'readingPairs' }, options),
  );
  const size = numLayers * hiddenSize;
  /** One side of some pairs, as `fitDirections` takes it. */
  const sideOf = (pairs: readonly number[], side: 0 | 1) => {
    const states = new Float32Array(pairs.length * size);
    for (const [place, pair] of pairs.entries()) {
      const from = (2 * pair + side) * size;
      states.set(data.subarray(from, from + size), place * size);
    }
    return states;
  };
  const directionOf = (pairs: readonly number[]) =>
    fitDirections(sideOf(pairs, 0), sideOf(pairs, 1), numLayers, hiddenSize).direction;
  return {
    kind: 'curves',
    about: 'direction',
    lines: PAIR_COUNTS.map((count, index) => {
      const one = directionOf(range(0, count));
      const other = directionOf(range(most, count));
      return {
        value: count,
        role: ROLES[index]!,
        values: Array.from({ length: numLayers }, (_, layer) =>
          cosine(
            one.subarray(layer * hiddenSize, (layer + 1) * hiddenSize),
            other.subarray(layer * hiddenSize, (layer + 1) * hiddenSize),
          ),
        ),
      };
    }),
  };
};

const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i);
