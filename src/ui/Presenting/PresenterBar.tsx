/** What a presenter needs to know, at the foot of the screen: the keys of this place, and the way out. */

import { useEffect } from 'react';
import { STRENGTH_RANGE } from '../../state/playground/card.ts';
import { shownTitle } from '../../state/playground/presets.ts';
import { selectedCard } from '../../state/playground/steering.ts';
import { isRunning, selectChosen } from '../../state/selectors.ts';
import { decimal } from '../../text/numbers.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import type { PlaceId } from '../places.ts';
import { usePresenterKeys } from './usePresenterKeys.ts';
import './Presenting.css';

export function PresenterBar({ place }: { place: PlaceId }) {
  const isPresenting = useAppState((state) => state.settings.isPresenting);
  useLeaveKey(isPresenting);
  if (!isPresenting) return null;
  return place === 'playground' ? (
    <PlaygroundBar />
  ) : (
    <Bar keys={place === 'learn' ? t('shell.keysTurnPage') : ''} />
  );
}

function Bar({ keys, state = '' }: { keys: string; state?: string }) {
  const { setPresenting } = useActions();
  return (
    <aside className="presenter-bar" aria-label={t('shell.presenter')}>
      <p className="numbers">{state}</p>
      <p className="muted">{[keys, t('shell.keyLeaves')].filter(Boolean).join(' · ')}</p>
      <button type="button" className="button button-small" onClick={() => setPresenting(false)}>
        {t('shell.leavePresenterMode')}
      </button>
    </aside>
  );
}

/** Of one press. */
const STRENGTH_STEP = 0.1;

function PlaygroundBar() {
  const chosen = useAppState(selectChosen);
  const { strength, isOn } = useAppState((state) => selectedCard(state.steering));
  const presets = useAppState((state) => state.presets.list);
  const { chooseVector, setStrength, generate } = useActions();
  const working = presets.filter(({ works }) => works !== 'no');
  const at = working.findIndex(({ id }) => id === chosen?.id);
  const choose = (index: number) => {
    const preset = working[(index + working.length) % working.length];
    if (preset) chooseVector(preset.id);
  };
  const push = (by: number) =>
    setStrength(Math.min(STRENGTH_RANGE.max, Math.max(STRENGTH_RANGE.min, strength + by)));
  usePresenterKeys(true, {
    forward: () => choose(at + 1),
    back: () => choose(at - 1),
    up: () => push(STRENGTH_STEP),
    down: () => push(-STRENGTH_STEP),
    enter: () => void generate(),
  });
  const title = chosen ? shownTitle(chosen) : '';
  const setting = isOn
    ? t('shell.presentedStrength', { title, strength: decimal(strength, 2) })
    : t('shell.presentedOff', { title });
  return <Bar state={chosen ? setting : ''} keys={t('shell.keysPlayground')} />;
}

/** Escape first stops what runs, as everywhere; then it leaves. */
function useLeaveKey(isPresenting: boolean): void {
  const isBusy = useAppState((state) => isRunning(state) || state.learn.run?.phase === 'running');
  const { setPresenting, stopExperiment } = useActions();
  useEffect(() => {
    if (!isPresenting) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      if (isBusy) stopExperiment();
      else setPresenting(false);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [isPresenting, isBusy, setPresenting, stopExperiment]);
}
