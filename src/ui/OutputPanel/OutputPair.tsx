/** The two answers side by side on one baseline, scrolling together. */
import { useRef } from 'react';
import { describeSteering } from '../../state/playground/steering.ts';
import { laneNote } from '../../state/selectors.ts';
import { useAppState } from '../appContext.tsx';
import { OutputPane } from './OutputPane.tsx';
import { useSharedScroll } from './useSharedScroll.ts';
import './OutputPanel.css';

export function OutputPair() {
  const { unsteered, steered } = useAppState((state) => state.runs.lanes);
  const steering = useAppState((state) => state.runs.question?.steering ?? state.steering);
  const plainNote = useAppState((state) => laneNote(state, 'unsteered'));
  const steeredNote = useAppState((state) => laneNote(state, 'steered'));
  const pair = useRef<HTMLDivElement>(null);
  useSharedScroll(pair, unsteered, steered);
  return (
    <div ref={pair} className="output-pair">
      <OutputPane
        title="Unsteered"
        kind="plain"
        subtitle="the model as it is"
        note={plainNote}
        lane={unsteered}
        emptyText="What the model says by itself appears here."
      />
      <OutputPane
        title="Steered"
        kind="steer"
        subtitle={describeSteering(steering)}
        note={steeredNote}
        lane={steered}
        emptyText="What it says to the same prompt with its activations steered appears here."
      />
    </div>
  );
}
