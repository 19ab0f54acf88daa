/** The vector that was built: what is known about it, its controls, and the way into the library. */
import { type FormEvent, useId, useState } from 'react';
import type { BuiltVector } from '../../state/vectors/fit.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { RichText } from '../controls/RichText.tsx';
import { Switch } from '../controls/Switch.tsx';
import { TextField } from '../controls/TextField.tsx';
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
            {t('vectors.builtFacts', {
              pairs: t('vectors.pairCount', { count: pairs.length }),
              layers: vector.numLayers,
              size: vector.hiddenSize,
              method: t(`vectors.method_${vector.method === 'pca' ? 'pca' : 'meanDifference'}`),
            })}
          </p>
        </div>
        {keeping === 'found' ? null : (
          <div className="built-controls">
            <span className="small">{t('vectors.besideControls')}</span>
            <Switch name={t('vectors.controls')} isOn={controls !== null} onChange={showControls} />
          </div>
        )}
      </div>
      {keeping === 'found' && !saved ? <p className="table-note small">{t('vectors.foundAgain')}</p> : null}
      {isOutdated ? <p className="table-note small">{t('vectors.outdated')}</p> : null}
      {controls ? <p className="small muted">{t('vectors.controlsAbout')}</p> : null}
      <VectorCharts vector={vector} controls={controls} />
      {saved ? (
        <div className="saved-bar">
          {/* takes the place of the button that was pressed */}
          <p ref={isTried ? focusOnce : null} tabIndex={-1}>
            <RichText
              text={t('vectors.savedAs', { name: saved.name })}
              marks={{ strong: (words) => <strong>{words}</strong> }}
            />
          </p>
          <UseLink id={saved.id} name={saved.name} />
          <p className="small muted">
            <RichText
              text={t('vectors.layerHint')}
              marks={{ link: (words) => <a href={placeHref('evaluate')}>{words}</a> }}
            />
          </p>
        </div>
      ) : (
        <form className="save-form" onSubmit={submit}>
          <TextField label={t('vectors.name')} value={name} onChange={setName} />
          <TextField label={t('vectors.notes')} value={notes} onChange={setNotes} />
          <button type="submit" className="button button-primary">
            {t('vectors.save')}
          </button>
          {keeping === 'kept' ? <p className="save-note small muted">{t('vectors.notSaved')}</p> : null}
          {isTried && problem ? <p className="save-note field-problem small">{problem}</p> : null}
        </form>
      )}
    </section>
  );
}

function focusOnce(element: HTMLElement | null): void {
  element?.focus();
}
