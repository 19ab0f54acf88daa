/** The answers side by side on shared baselines, scrolling together. */
import { useRef } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { laneIds } from '../../state/playground/compare.ts';
import { selectShownLanes } from '../../state/recorded/shown.ts';
import { isRunning } from '../../state/selectors.ts';
import { useAppState } from '../appContext.tsx';
import { OutputPane } from './OutputPane.tsx';
import { TokenPeek } from './TokenPeek.tsx';
import { useSharedScroll } from './useSharedScroll.ts';
import { useTokenPeek } from './useTokenPeek.ts';
import './OutputPanel.css';

export function OutputPair() {
  const ids = useAppState(useShallow(({ compare }) => laneIds(compare)));
  const isStreaming = useAppState(isRunning);
  // New texts of each frame, for the scrolling to follow them.
  const lanes = useAppState(selectShownLanes);
  const pair = useRef<HTMLDivElement>(null);
  useSharedScroll(pair, isStreaming, lanes);
  const { onText, onCard } = useTokenPeek();
  return (
    <>
      <div ref={pair} className="output-pair" data-lanes={ids.length} {...onText}>
        {ids.map((id) => (
          <OutputPane key={id} id={id} />
        ))}
      </div>
      <TokenPeek pair={pair} onCard={onCard} />
    </>
  );
}
