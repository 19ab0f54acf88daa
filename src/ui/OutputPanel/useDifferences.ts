/** Which words of a lane's text the unsteered one does not have, compared once both are complete. */
import { useEffect, useState } from 'react';
import type { LaneId } from '../../state/playground/compare.ts';
import { differences, type TextRange } from '../../state/playground/differences.ts';
import { isLive } from '../../state/playground/lane.ts';
import { selectShownLanes } from '../../state/recorded/shown.ts';
import { useAppState } from '../appContext.tsx';

const NONE: readonly never[] = [];

interface Compared {
  text: string;
  base: string;
  ranges: readonly TextRange[];
}

/** Each lane is compared in a task of its own, after its text is shown: long texts take milliseconds. */
export function useDifferences(id: LaneId, text: string): readonly TextRange[] {
  const base = useAppState((state) => {
    const { [id]: lane, unsteered } = selectShownLanes(state);
    const isReady = lane && !isLive(lane) && !isLive(unsteered);
    return state.compare.marksDifferences && id !== 'unsteered' && isReady ? unsteered.text : null;
  });
  const [compared, setCompared] = useState<Compared | null>(null);
  useEffect(() => {
    if (base === null) return;
    const timer = setTimeout(() => setCompared({ text, base, ranges: differences(text, base) ?? NONE }));
    return () => clearTimeout(timer);
  }, [text, base]);
  return compared?.text === text && compared.base === base ? compared.ranges : NONE;
}
