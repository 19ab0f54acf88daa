/** The two answers side by side on one baseline, scrolling together. */
import { useRef } from 'react';
import { describeSteering } from '../../state/steering.ts';
import { useAppState } from '../appContext.tsx';
import { OutputPane } from './OutputPane.tsx';
import { useSharedScroll } from './useSharedScroll.ts';
import './OutputPanel.css';

export function OutputPair() {
  const { unsteered, steered } = useAppState((state) => state.runs.lanes);
  const steering = useAppState((state) => state.runs.question?.steering ?? state.steering);
  const isOtherPrompt = useAppState(
    ({ runs, prompt }) => runs.question !== null && runs.question.prompt.trim() !== prompt.trim(),
  );
  const pair = useRef<HTMLDivElement>(null);
  useSharedScroll(pair, unsteered, steered);
  return (
    <div ref={pair} className="output-pair">
      <OutputPane
        title="Unsteered"
        kind="plain"
        subtitle="the model as it is"
        note={isOtherPrompt ? 'answer to an earlier prompt' : null}
        lane={unsteered}
        emptyText="What the model says by itself appears here."
      />
      <OutputPane
        title="Steered"
        kind="steer"
        subtitle={describeSteering(steering)}
        note={isOtherPrompt ? 'answer to an earlier prompt' : null}
        lane={steered}
        emptyText="What it says to the same prompt with its activations steered appears here."
      />
    </div>
  );
}
