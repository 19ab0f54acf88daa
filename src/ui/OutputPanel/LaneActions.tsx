/** What can be done with one answer: copy it, let it go on, keep its setting, or take a kept one over. */

import { useEffect, useState } from 'react';
import { canUseModel } from '../../state/models/load.ts';
import { isKeptId, type LaneId, laneIds, MAX_LANES } from '../../state/playground/compare.ts';
import { canContinue, isLive, type LaneRun } from '../../state/playground/lane.ts';
import { selectRecording } from '../../state/recorded/shown.ts';
import { isOwnWork, isRunning, selectLaneTitle } from '../../state/selectors.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';

export function LaneActions({ id, lane }: { id: LaneId; lane: LaneRun }) {
  const title = useAppState((state) => selectLaneTitle(state, id));
  const running = useAppState(isRunning);
  const isReady = useAppState((state) => canUseModel(state.model) && isOwnWork(state));
  const hasRoom = useAppState(({ compare }) => laneIds(compare).length < MAX_LANES);
  const { continueLane, keepLane, adoptLane, removeLane } = useActions();
  // A recording is nobody's setting to keep.
  const isRecorded = useAppState((state) => selectRecording(state) !== null);
  const hasText = lane.text !== '' && !isLive(lane);
  return (
    <div className="lane-actions">
      {hasText ? <CopyButton text={lane.text} name={title} /> : null}
      {canContinue(lane) && !running && isReady ? (
        <button
          type="button"
          className="lane-button"
          aria-label={t('playground.continueLane', { title })}
          onClick={() => void continueLane(id)}
        >
          {t('playground.continue')}
        </button>
      ) : null}
      {id === 'steered' && hasText && hasRoom && !isRecorded ? (
        <button type="button" className="lane-button" onClick={keepLane}>
          {t('playground.keepLane')}
        </button>
      ) : null}
      {isKeptId(id) ? (
        <>
          <button
            type="button"
            className="lane-button"
            aria-label={t('playground.useLane', { title })}
            onClick={() => adoptLane(id)}
          >
            {t('playground.use')}
          </button>
          <button
            type="button"
            className="lane-button"
            aria-label={t('playground.removeLane', { title })}
            onClick={() => removeLane(id)}
          >
            {t('playground.remove')}
          </button>
        </>
      ) : null}
    </div>
  );
}

/** Milliseconds that the button says what it did. */
const SAID_MS = 1600;

function CopyButton({ text, name }: { text: string; name: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), SAID_MS);
    return () => clearTimeout(timer);
  }, [state]);

  async function copy(): Promise<void> {
    const isCopied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    setState(isCopied ? 'copied' : 'refused');
  }

  return (
    <button
      type="button"
      className="lane-button"
      aria-label={t('playground.copyLane', { title: name })}
      onClick={() => void copy()}
    >
      {t(WORDS[state])}
    </button>
  );
}

const WORDS = {
  idle: 'playground.copy',
  copied: 'playground.copied',
  refused: 'playground.copyRefused',
} as const;
