/** The live state as other programs are to repeat it. */
import type { RunPlan } from '../../core/share/elsewhere/plan.ts';
import { directionAt, strengthToValue } from '../../core/steering/strength.ts';
import type { SteeringVector } from '../../core/steering/types.ts';
import { unitDirection } from '../../core/steering/unit.ts';
import type { AppState } from '../appState.ts';
import { activeCards } from '../playground/steering.ts';
import { effectiveSampling, steerableOf } from '../selectors.ts';

/**
 * @param vectors by id, of all cards that steer
 * @param repository of the model's PyTorch weights
 * @throws TillerError `layer_out_of_range`, or `direction_invalid` for a layer at which a vector has no direction
 */
export function runPlanOf(
  state: AppState,
  vectors: ReadonlyMap<string, SteeringVector>,
  repository: string,
): RunPlan {
  const { info } = state.model;
  return {
    repository,
    // A revision names a state of the repository that was loaded.
    revision: info?.id === repository ? info.revision : null,
    prompt: state.prompt,
    systemPrompt: state.settings.systemPrompt,
    hasChatTemplate: info?.hasChatTemplate ?? true,
    vectors: activeCards(state.steering).flatMap((card) => {
      const vector = vectors.get(card.chosenId ?? '');
      if (!vector) return [];
      const { layer, operator, strength, scope } = card;
      return [
        {
          title: steerableOf(state, card)?.title ?? vector.name,
          layer,
          operator,
          scope,
          direction: Float32Array.from(unitDirection(directionAt(vector, layer), vector.hiddenSize)),
          value: strengthToValue(vector, layer, operator, strength),
        },
      ];
    }),
    decoding: effectiveSampling(state.settings.sampling, info),
  };
}
