/** Arithmetic: new vectors from others, presets among them. */
import { type FormEvent, useEffect, useId, useMemo, useState } from 'react';
import type { SteeringVector } from '../../core/steering/types.ts';
import { shownTitle } from '../../state/playground/presets.ts';
import { normChart } from '../../state/vectors/charts.ts';
import {
  INITIAL_MIX,
  MAX_PARTS,
  MIX_OPERATIONS,
  MIX_WEIGHT,
  type MixForm,
  type MixPart,
  mixOf,
  partsInUse,
  takesOne,
  takesWeights,
  withPart,
  withPartAdded,
  withPartRemoved,
} from '../../state/vectors/mix.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { ChartFigure } from '../charts/ChartFigure.tsx';
import { NumberField } from '../controls/NumberField.tsx';
import { TextField } from '../controls/TextField.tsx';
import './LibraryTools.css';

export function MixPanel() {
  return (
    <details className="library-tool">
      <summary>{t('vectors.arithmetic')}</summary>
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
      <div
        className="segments"
        role="radiogroup"
        aria-label={t('vectors.operation')}
        aria-describedby={`${id}-meaning`}
      >
        {MIX_OPERATIONS.map((each) => (
          <label key={each}>
            <input
              type="radio"
              name={`${id}-operation`}
              checked={each === operation}
              onChange={() => setForm({ ...form, operation: each })}
            />
            {t(`vectors.mix_${each}`)}
          </label>
        ))}
      </div>
      <p id={`${id}-meaning`} className="small muted">
        {t(`vectors.mixMeans_${operation}`)}
      </p>
      <ol className="mix-parts">
        {parts.map((part, index) => (
          <li key={part.key}>
            <VectorSelect
              name={
                takesOne(operation) ? t('vectors.vector') : t('vectors.vectorNumber', { number: index + 1 })
              }
              part={part}
              onChange={(chosen) => setForm(withPart(form, part.key, { id: chosen }))}
            />
            {takesWeights(operation) ? (
              <NumberField
                name={
                  operation === 'scale' ? t('vectors.factor') : t('vectors.weight', { number: index + 1 })
                }
                value={part.weight}
                range={MIX_WEIGHT}
                onChange={(weight) => setForm(withPart(form, part.key, { weight }))}
              />
            ) : null}
            {!takesOne(operation) && parts.length > 2 ? (
              <button
                type="button"
                className="button button-small"
                aria-label={t('vectors.removeVector', { number: index + 1 })}
                onClick={() => setForm(withPartRemoved(form, part.key))}
              >
                {t('vectors.remove')}
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
          {t('vectors.oneMore')}
        </button>
      )}
      {problem ? (
        <p className="field-problem small" role="alert">
          {problem}
        </p>
      ) : null}
      {vector ? <Preview vector={vector} /> : null}
      <div className="mix-save">
        <TextField
          label={t('vectors.resultName')}
          value={name}
          placeholder={vector?.name ?? ''}
          onChange={setName}
        />
        <button type="submit" className="button" disabled={!vector}>
          {t('vectors.saveResult')}
        </button>
      </div>
    </form>
  );
}

function Preview({ vector }: { vector: SteeringVector }) {
  return <ChartFigure chart={normChart(vector)} />;
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
      <option value="">{t('vectors.chooseVector')}</option>
      {entries.length > 0 ? (
        <optgroup label={t('vectors.yours')}>
          {entries.map((entry) => (
            <option key={entry.id} value={entry.id}>
              {entry.name}
            </option>
          ))}
        </optgroup>
      ) : null}
      <optgroup label={t('vectors.presets')}>
        {presets.map((preset) => (
          <option key={preset.id} value={preset.id}>
            {shownTitle(preset)}
          </option>
        ))}
      </optgroup>
    </select>
  );
}
