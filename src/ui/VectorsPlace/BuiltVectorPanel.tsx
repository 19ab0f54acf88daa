/** The vector that was built: what is known about it, its controls, and the way into the library. */
import { type FormEvent, useId, useState } from 'react';
import { type BuiltVector, METHOD_TITLES } from '../../state/vectors/fit.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Switch } from '../controls/Switch.tsx';
import { placeHref } from '../places.ts';
import { UseLink } from './UseLink.tsx';
import { VectorCharts } from './VectorCharts.tsx';

interface BuiltVectorPanelProps {
  built: BuiltVector;
  /** pairs or method are others by now */
  isOutdated: boolean;
}

export function BuiltVectorPanel({ built, isOutdated }: BuiltVectorPanelProps) {
  const { vector, pairs, controls, savedId, keeping } = built;
  const { showControls, saveBuilt } = useActions();
  const saved = useAppState(({ library }) => library.entries.find((entry) => entry.id === savedId) ?? null);
  const [name, setName] = useState(vector.name);
  const [notes, setNotes] = useState('');
  const [isTried, setTried] = useState(false);
  const problem = useAppState(({ library }) => library.problem);
  const id = useId();

  function submit(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    void saveBuilt(name, notes);
  }

  return (
    <section className="built-vector" aria-labelledby={id}>
      <div className="built-head">
        <div>
          <h3 id={id}>{vector.name}</h3>
          <p className="small muted numbers">
            {pairs.length} {pairs.length === 1 ? 'pair' : 'pairs'} · {vector.numLayers} layers of{' '}
            {vector.hiddenSize} · {METHOD_TITLES[vector.method === 'pca' ? 'pca' : 'meanDifference']}
          </p>
        </div>
        {keeping === 'found' ? null : (
          <div className="built-controls">
            <span className="small">Beside controls</span>
            <Switch name="Controls" isOn={controls !== null} onChange={showControls} />
          </div>
        )}
      </div>
      {keeping === 'found' && !saved ? (
        <p className="table-note small">
          Built on an earlier visit and not saved yet. To see it beside controls, build it again.
        </p>
      ) : null}
      {isOutdated ? (
        <p className="table-note small">
          Pairs or method have changed since. Build again to see the difference.
        </p>
      ) : null}
      {controls ? (
        <p className="small muted">
          Random: a direction drawn by chance. Flipped: this vector backwards. Shuffled pairs: built again
          after half of the pairs had their sides swapped. A vector that means something stands out from all
          three.
        </p>
      ) : null}
      <VectorCharts vector={vector} controls={controls} />
      {saved ? (
        <div className="saved-bar">
          {/* takes the place of the button that was pressed */}
          <p ref={isTried ? focusOnce : null} tabIndex={-1}>
            Saved as <strong>{saved.name}</strong>.
          </p>
          <UseLink id={saved.id} name={saved.name} />
          <p className="small muted">
            At which layer it works best is found out under <a href={placeHref('evaluate')}>Evaluate</a>.
          </p>
        </div>
      ) : (
        <form className="save-form" onSubmit={submit}>
          <div>
            <label className="field-label" htmlFor={`${id}-name`}>
              Name
            </label>
            <input
              id={`${id}-name`}
              className="text-field"
              type="text"
              autoComplete="off"
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          </div>
          <div>
            <label className="field-label" htmlFor={`${id}-notes`}>
              Notes
            </label>
            <input
              id={`${id}-notes`}
              className="text-field"
              type="text"
              autoComplete="off"
              value={notes}
              onChange={({ target }) => setNotes(target.value)}
            />
          </div>
          <button type="submit" className="button button-primary">
            Save
          </button>
          {keeping === 'kept' ? (
            <p className="save-note small muted">
              Not saved yet. A reload keeps it, until another one is built.
            </p>
          ) : null}
          {isTried && problem ? <p className="save-note field-problem small">{problem}</p> : null}
        </form>
      )}
    </section>
  );
}

function focusOnce(element: HTMLElement | null): void {
  element?.focus();
}
