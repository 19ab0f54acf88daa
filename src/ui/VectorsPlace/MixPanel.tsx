/** Arithmetic: new vectors from others, presets among them. */
import { type FormEvent, useEffect, useId, useMemo, useState } from 'react';
import type { SteeringVector } from '../../core/steering/types.ts';
import { normChart } from '../../state/vectors/charts.ts';
import {
  INITIAL_MIX,
  MAX_PARTS,
  MIX_OPERATIONS,
  MIX_WEIGHT,
  type MixForm,
  type MixPart,
  mixOf,
  OPERATION_MEANINGS,
  OPERATION_TITLES,
  partsInUse,
  takesOne,
  takesWeights,
  withPart,
  withPartAdded,
  withPartRemoved,
} from '../../state/vectors/mix.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { ChartFigure } from '../charts/ChartFigure.tsx';
import { NumberField } from '../controls/NumberField.tsx';

export function MixPanel() {
  return (
    <details className="library-tool">
      <summary>Arithmetic</summary>
      <MixFields />
    </details>
  );
}

function MixFields() {
  const saved = useAppState((state) => state.library.vectors);
  const shipped = useAppState((state) => state.presets.vectors);
  const { readVectors, saveMixed } = useActions();
  const [form, setForm] = useState<MixForm>(INITIAL_MIX);
  const [name, setName] = useState('');
  const id = useId();
  const { operation } = form;
  const parts = partsInUse(form);
  const wanted = parts.map((part) => part.id).filter((each) => each !== '');
  const wantedIds = wanted.join(' ');
  const vectors = useMemo(() => new Map(Object.entries({ ...shipped, ...saved })), [shipped, saved]);
  const { vector, problem } = useMemo(() => mixOf(form, vectors), [form, vectors]);

  useEffect(() => {
    if (wantedIds !== '') void readVectors(wantedIds.split(' '));
  }, [wantedIds, readVectors]);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (vector && (await saveMixed(vector, name))) {
      setForm(INITIAL_MIX);
      setName('');
    }
  }

  return (
    <form className="mix-form" onSubmit={(event) => void submit(event)}>
      <div className="segments" role="radiogroup" aria-label="Operation" aria-describedby={`${id}-meaning`}>
        {MIX_OPERATIONS.map((each) => (
          <label key={each}>
            <input
              type="radio"
              name={`${id}-operation`}
              checked={each === operation}
              onChange={() => setForm({ ...form, operation: each })}
            />
            {OPERATION_TITLES[each]}
          </label>
        ))}
      </div>
      <p id={`${id}-meaning`} className="small muted">
        {OPERATION_MEANINGS[operation]}
      </p>
      <ol className="mix-parts">
        {parts.map((part, index) => (
          <li key={part.key}>
            <VectorSelect
              name={takesOne(operation) ? 'Vector' : `Vector ${index + 1}`}
              part={part}
              onChange={(chosen) => setForm(withPart(form, part.key, { id: chosen }))}
            />
            {takesWeights(operation) ? (
              <NumberField
                name={operation === 'scale' ? 'Factor' : `Weight ${index + 1}`}
                value={part.weight}
                range={MIX_WEIGHT}
                onChange={(weight) => setForm(withPart(form, part.key, { weight }))}
              />
            ) : null}
            {!takesOne(operation) && parts.length > 2 ? (
              <button
                type="button"
                className="button button-small"
                aria-label={`Remove vector ${index + 1}`}
                onClick={() => setForm(withPartRemoved(form, part.key))}
              >
                Remove
              </button>
            ) : null}
          </li>
        ))}
      </ol>
      {takesOne(operation) || parts.length >= MAX_PARTS ? null : (
        <button
          type="button"
          className="button button-small mix-more"
          onClick={() => setForm(withPartAdded(form))}
        >
          One more vector
        </button>
      )}
      {problem ? (
        <p className="field-problem small" role="alert">
          {problem}
        </p>
      ) : null}
      {vector ? <Preview vector={vector} /> : null}
      <div className="mix-save">
        <div>
          <label className="field-label" htmlFor={`${id}-name`}>
            Name of the result
          </label>
          <input
            id={`${id}-name`}
            className="text-field"
            type="text"
            autoComplete="off"
            placeholder={vector?.name ?? ''}
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        </div>
        <button type="submit" className="button" disabled={!vector}>
          Save result
        </button>
      </div>
    </form>
  );
}

function Preview({ vector }: { vector: SteeringVector }) {
  const chart = useMemo(() => normChart(vector), [vector]);
  return <ChartFigure chart={chart} />;
}

interface VectorSelectProps {
  name: string;
  part: MixPart;
  onChange: (id: string) => void;
}

function VectorSelect({ name, part, onChange }: VectorSelectProps) {
  const entries = useAppState((state) => state.library.entries);
  const presets = useAppState((state) => state.presets.list);
  return (
    <select
      className="select-field"
      aria-label={name}
      value={part.id}
      onChange={({ target }) => onChange(target.value)}
    >
      <option value="">choose a vector</option>
      {entries.length > 0 ? (
        <optgroup label="Yours">
          {entries.map((entry) => (
            <option key={entry.id} value={entry.id}>
              {entry.name}
            </option>
          ))}
        </optgroup>
      ) : null}
      <optgroup label="Presets">
        {presets.map((preset) => (
          <option key={preset.id} value={preset.id}>
            {preset.title}
          </option>
        ))}
      </optgroup>
    </select>
  );
}
