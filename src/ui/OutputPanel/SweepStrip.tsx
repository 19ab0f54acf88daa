/** The same prompt at several strengths or layers, side by side in small; a click takes a setting over. */
import { useId } from 'react';
import { selectedCard } from '../../state/playground/steering.ts';
import { type SweepAxis, sweepValues } from '../../state/playground/sweep.ts';
import { isRunning, selectChosen, selectNumLayers } from '../../state/selectors.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { SweepCellButton } from './SweepCellButton.tsx';
import './SweepStrip.css';

const AXES: readonly { value: SweepAxis; label: string }[] = [
  { value: 'strength', label: 'strengths' },
  { value: 'layer', label: 'layers' },
];

export function SweepStrip() {
  const sweep = useAppState((state) => state.sweep);
  const prompt = useAppState((state) => state.prompt);
  const card = useAppState((state) => selectedCard(state.steering));
  const title = useAppState((state) => selectChosen(state)?.title ?? null);
  const numLayers = useAppState(selectNumLayers);
  const canStart = useAppState((state) => state.model.phase === 'ready' && !isRunning(state));
  const { setSweepAxis, startSweep, stopSweep, adoptSweepValue } = useActions();
  const id = useId();
  const { axis, cells, question } = sweep;
  const count = sweepValues(axis, card, numLayers).length;
  const isOld = question !== null && question.prompt.trim() !== prompt.trim();
  const isUnused = axis === 'strength' && card.operator === 'ablate';
  if (title === null) return null;
  return (
    <section className="sweep" aria-labelledby={id}>
      <div className="sweep-head">
        <h2 id={id}>Sweep</h2>
        <div className="segments sweep-axes" role="radiogroup" aria-label="Sweep over">
          {AXES.map(({ value, label }) => (
            <label key={value}>
              <input
                type="radio"
                name={`${id}-axis`}
                checked={axis === value}
                disabled={sweep.isRunning}
                onChange={() => setSweepAxis(value)}
              />
              {label}
            </label>
          ))}
        </div>
        <button
          type="button"
          className="button button-small"
          disabled={!sweep.isRunning && (!canStart || isUnused)}
          onClick={() => (sweep.isRunning ? stopSweep() : void startSweep())}
        >
          {sweep.isRunning ? 'Stop the sweep' : `Try ${count} ${axis === 'layer' ? 'layers' : 'strengths'}`}
        </button>
        <p className="small muted">
          {isUnused ? 'Ablating has no strength.' : null}
          {!isUnused && cells.length === 0 ? `“${title}” on this prompt, all at once.` : null}
          {cells.length > 0 && isOld ? 'Answers to an earlier prompt.' : null}
          {cells.length > 0 && !isOld ? 'Choose one to take it over.' : null}
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
