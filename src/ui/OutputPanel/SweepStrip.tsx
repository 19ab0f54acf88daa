/** The same prompt at several strengths or layers, side by side in small; a click takes a setting over. */

import { useId } from 'react';
import { shownTitle } from '../../state/playground/presets.ts';
import { selectedCard } from '../../state/playground/steering.ts';
import { type SweepAxis, sweepValues } from '../../state/playground/sweep.ts';
import { isRunning, selectChosen, selectNumLayers } from '../../state/selectors.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { SweepCellButton } from './SweepCellButton.tsx';
import './SweepStrip.css';

const AXES: readonly SweepAxis[] = ['strength', 'layer'];

export function SweepStrip() {
  const sweep = useAppState((state) => state.sweep);
  const prompt = useAppState((state) => state.prompt);
  const card = useAppState((state) => selectedCard(state.steering));
  const chosen = useAppState(selectChosen);
  const numLayers = useAppState(selectNumLayers);
  const canStart = useAppState((state) => state.model.phase === 'ready' && !isRunning(state));
  const { setSweepAxis, startSweep, stopSweep, adoptSweepValue } = useActions();
  const id = useId();
  const { axis, cells, question } = sweep;
  const count = sweepValues(axis, card, numLayers).length;
  const isOld = question !== null && question.prompt.trim() !== prompt.trim();
  const isUnused = axis === 'strength' && card.operator === 'ablate';
  if (!chosen) return null;
  return (
    <section className="sweep" aria-labelledby={id}>
      <div className="sweep-head">
        <h2 id={id}>{t('playground.sweep')}</h2>
        <div className="segments sweep-axes" role="radiogroup" aria-label={t('playground.sweepOver')}>
          {AXES.map((value) => (
            <label key={value}>
              <input
                type="radio"
                name={`${id}-axis`}
                checked={axis === value}
                disabled={sweep.isRunning}
                onChange={() => setSweepAxis(value)}
              />
              {t(value === 'layer' ? 'playground.sweepLayers' : 'playground.sweepStrengths')}
            </label>
          ))}
        </div>
        <button
          type="button"
          className="button button-small"
          disabled={!sweep.isRunning && (!canStart || isUnused)}
          onClick={() => (sweep.isRunning ? stopSweep() : void startSweep())}
        >
          {sweep.isRunning
            ? t('playground.sweepStop')
            : t(axis === 'layer' ? 'playground.sweepTryLayers' : 'playground.sweepTryStrengths', { count })}
        </button>
        <p className="small muted">
          {isUnused ? t('playground.sweepUnused') : null}
          {!isUnused && cells.length === 0 ? t('playground.sweepAbout', { title: shownTitle(chosen) }) : null}
          {cells.length > 0 && isOld ? t('playground.sweepOld') : null}
          {cells.length > 0 && !isOld ? t('playground.sweepChoose') : null}
        </p>
      </div>
      {cells.length > 0 ? (
        <ol className="sweep-cells">
          {cells.map((cell) => (
            <li key={cell.value}>
              <SweepCellButton
                cell={cell}
                axis={axis}
                isCurrent={card.id === sweep.cardId && card[axis] === cell.value}
                onAdopt={() => adoptSweepValue(cell.value)}
              />
            </li>
          ))}
        </ol>
      ) : null}
    </section>
  );
}
