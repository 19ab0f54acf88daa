/** From what stands on the page to the lanes that the model runs. */
import { TillerError } from '../../core/errors.ts';
import { asAsked } from '../../core/pairs/asking.ts';
import { type AppliedVector, interventionsOf } from '../../core/steering/setting.ts';
import type { SteeringVector } from '../../core/steering/types.ts';
import type { Lane, ModelInfo, Probe } from '../../protocol/model.ts';
import { inEnglish } from '../../text/text.ts';
import { effectiveSampling } from '../selectors.ts';
import type { SteeringCard } from './card.ts';
import { followsStack, hasWords, type LaneId } from './compare.ts';
import type { Question } from './runs.ts';
import { vectorProblem } from './steerable.ts';
import { activeCards } from './steering.ts';

/**
 * What one lane of a question asks of the model, put as the lab's questions are.
 * @param vectors by id, of all cards that steer
 */
export function laneFor(
  id: LaneId,
  question: Question,
  vectors: ReadonlyMap<string, SteeringVector>,
  info: ModelInfo,
  probes: Probe[] = [],
): Lane {
  const { prompt, systemPrompt, words } = question;
  const text = hasWords(id) && words !== '' ? `${prompt} ${words}` : prompt;
  const { maxNewTokens, temperature, topK, topP, repetitionPenalty, seed } = effectiveSampling(
    question.sampling,
    info,
  );
  return {
    ...asAsked(text, info.hasChatTemplate, systemPrompt),
    interventions: interventionsOf(appliedBy(cardsOf(id, question), vectors)),
    probes,
    maxNewTokens,
    temperature,
    ...(topK > 0 ? { topK } : {}),
    ...(topP < 1 ? { topP } : {}),
    repetitionPenalty,
    seed,
  };
}

/** What steers one lane: the stack, a setting that was kept, or nothing. */
export function cardsOf(id: LaneId, { steering, kept }: Question): readonly SteeringCard[] {
  const cards = followsStack(id) ? steering.cards : kept.find((lane) => lane.id === id)?.cards;
  return activeCards({ cards: cards ?? [] });
}

/** Cards with their vectors, in the order in which they act. */
export function appliedBy(
  cards: readonly SteeringCard[],
  vectors: ReadonlyMap<string, SteeringVector>,
): AppliedVector[] {
  return cards.flatMap((setting) => {
    const vector = vectors.get(setting.chosenId ?? '');
    return vector ? [{ vector, setting }] : [];
  });
}

/**
 * @param vectors those that steer
 * @throws TillerError `prompt_empty`, or `shape_mismatch` when a vector is of another model's shape
 */
export function assertAskable(prompt: string, vectors: Iterable<SteeringVector>, info: ModelInfo): void {
  if (prompt.trim() === '') {
    throw new TillerError(
      'prompt_empty',
      'The prompt is empty. Write a question or a task, or take an example.',
    );
  }
  for (const vector of vectors) {
    const problem = inEnglish(() => vectorProblem(vector, info));
    if (problem)
      throw new TillerError(
        'shape_mismatch',
        `${problem} Build it for this model, or switch this vector off.`,
      );
  }
}
