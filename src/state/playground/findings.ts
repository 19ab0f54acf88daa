/** What finished jobs have found out about the vector on the selected card, so that its sliders can show it. */
import type { ScoredLayer } from '../../core/search/layerSearch.ts';
import type { StrengthWindow } from '../../core/search/strengthWindow.ts';
import type { JobKind } from '../../lab/jobs.ts';
import type { AppState } from '../appState.ts';
import { isJobOf, type JobOf } from '../jobs/jobs.ts';
import { selectedCard } from './steering.ts';

/** Of the newest strength sweep at the layer and by the operator that are set; null where there was none. */
export function selectStrengthWindow(state: AppState): StrengthWindow | null {
  const { layer, operator } = selectedCard(state.steering);
  const job = newest(state, 'strengthSweep', ({ input: { steering } }) => {
    return steering.layer === layer && steering.operator === operator;
  });
  return job?.result ?? null;
}

/**
 * Of the newest layer search by the operator that is set; null where there was none. A full search says more than a
 * fast one, which lets only a few layers write.
 */
export function selectLayerScores(state: AppState): readonly ScoredLayer[] | null {
  const { operator } = selectedCard(state.steering);
  const isSet = ({ input }: JobOf<'layerSearch' | 'fastLayerSearch'>) => input.steering.operator === operator;
  const job = newest(state, 'layerSearch', isSet) ?? newest(state, 'fastLayerSearch', isSet);
  return job?.result?.layers ?? null;
}

/** The newest finished job of a kind on the selected card's vector alone. */
function newest<K extends JobKind>(
  { jobs, steering }: AppState,
  kind: K,
  isIt: (job: JobOf<K>) => boolean,
): JobOf<K> | null {
  const { chosenId } = selectedCard(steering);
  for (const job of jobs.list.toReversed()) {
    const isOfChosen = job.vectorIds.length === 1 && job.vectorIds[0] === chosenId;
    if (isOfChosen && isJobOf(job, kind) && job.result && isIt(job)) return job;
  }
  return null;
}
