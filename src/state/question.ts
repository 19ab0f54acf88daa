/** From what stands on the page to the lanes that the model runs. */
import { TillerError } from '../core/errors.ts';
import { directionAt, strengthToValue } from '../core/steering/strength.ts';
import type { Intervention, SteeringVector } from '../core/steering/types.ts';
import type { Lane, ModelInfo } from '../protocol/model.ts';
import type { LaneId, Question } from './runs.ts';
import { effectiveSampling, vectorProblem } from './selectors.ts';
import type { SteeringState } from './steering.ts';

/**
 * What one lane of a question asks of the model: a chat where the model has a template, else the bare text.
 * @param vector null: the steered lane runs without steering
 */
export function laneFor(
  id: LaneId,
  question: Question,
  vector: SteeringVector | null,
  info: ModelInfo,
): Lane {
  const { prompt } = question;
  const { maxNewTokens, temperature, topK, topP, repetitionPenalty, seed } = effectiveSampling(
    question.sampling,
    info,
  );
  return {
    prompt: info.hasChatTemplate ? [{ role: 'user', content: prompt }] : prompt,
    interventions: id === 'steered' && vector ? interventions(question.steering, vector) : [],
    maxNewTokens,
    temperature,
    ...(topK > 0 ? { topK } : {}),
    ...(topP < 1 ? { topP } : {}),
    repetitionPenalty,
    seed,
  };
}

function interventions(steering: SteeringState, vector: SteeringVector): Intervention[] {
  if (!steering.isOn) return [];
  const { layer, operator, strength } = steering;
  return [
    {
      layer,
      direction: directionAt(vector, layer),
      operator,
      value: strengthToValue(vector, layer, operator, strength),
    },
  ];
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
  if (problem) throw new TillerError('shape_mismatch', `${problem} Load that model, or switch steering off.`);
}
