/** What the panes show: one's own run, else the recording that goes with the page as it is set. */
import type { AppState } from '../appState.ts';
import type { Lanes } from '../playground/runs.ts';
import { type SteeringState, selectedCard } from '../playground/steering.ts';
import type { ShownRecording } from './recordedRuns.ts';

/** null: the panes show one's own run, or nothing */
export function selectRecording({ runs, recorded }: AppState): ShownRecording | null {
  return runs.question ? null : recorded.shown;
}

/** The texts that the panes show. */
export function selectShownLanes(state: AppState): Lanes {
  return selectRecording(state)?.lanes ?? state.runs.lanes;
}

/** What the steered text was steered with. */
export function selectShownSteering(state: AppState): Pick<SteeringState, 'cards'> {
  const recording = selectRecording(state);
  if (!recording) return state.runs.question?.steering ?? state.steering;
  return { cards: [{ ...selectedCard(state.steering), ...recording.run.setting, isOn: true }] };
}
