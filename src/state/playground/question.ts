/** From what stands on the page to the lanes that the model runs. */
import { TillerError } from '../../core/errors.ts';
import { asAsked } from '../../core/pairs/asking.ts';
import { interventionsOf } from '../../core/steering/setting.ts';
import type { SteeringVector } from '../../core/steering/types.ts';
import type { Lane, ModelInfo } from '../../protocol/model.ts';
import { effectiveSampling } from '../selectors.ts';
import type { LaneId, Question } from './runs.ts';
import { vectorProblem } from './steerable.ts';

/**
 * What one lane of a question asks of the model, put as the lab's questions are.
 * @param vector null: the steered lane runs without steering
 */
export function laneFor(
  id: LaneId,
  question: Question,
  vector: SteeringVector | null,
  info: ModelInfo,
): Lane {
  const { prompt, steering } = question;
  const { maxNewTokens, temperature, topK, topP, repetitionPenalty, seed } = effectiveSampling(
    question.sampling,
    info,
  );
  return {
    ...asAsked(prompt, info.hasChatTemplate),
    interventions:
      id === 'steered' && vector && steering.isOn ? interventionsOf([{ vector, setting: steering }]) : [],
    maxNewTokens,
    temperature,
    ...(topK > 0 ? { topK } : {}),
    ...(topP < 1 ? { topP } : {}),
    repetitionPenalty,
    seed,
  };
}

/**
 * @param vector null: nothing is steered
 * @throws TillerError `prompt_empty`, or `shape_mismatch` when the vector is of another model's shape
 */
export function assertAskable(prompt: string, vector: SteeringVector | null, info: ModelInfo): void {
  if (prompt.trim() === '') {
    throw new TillerError(
      'prompt_empty',
      'The prompt is empty. Write a question or a task, or take an example.',
    );
  }
  const problem = vectorProblem(vector, info);
  if (problem) throw new TillerError('shape_mismatch', `${problem} Or switch steering off.`);
}
