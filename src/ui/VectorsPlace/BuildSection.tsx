/** Step two: the vector, built from the pairs. */
import { useId } from 'react';
import { FIT_METHODS } from '../../core/steering/direction.ts';
import { formatSeconds } from '../../state/format.ts';
import { draftRows, usableRows, withDraft } from '../../state/vectors/draft.ts';
import { fitRemaining, isOutdated } from '../../state/vectors/fit.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { BuiltVectorPanel } from './BuiltVectorPanel.tsx';
import './BuiltVector.css';

export function BuildSection() {
  const draft = useAppState((state) => state.vectorDraft);
  const { running, built, problem } = useAppState((state) => state.fit);
  const isReady = useAppState((state) => state.model.phase === 'ready');
  const { changeDraft, buildVector, cancelBuild } = useActions();
  const id = useId();
  const all = draftRows(draft);
  const rows = usableRows(all);
  const left = all.length - rows.length;
  const hint = hintFor(rows.length, left, isReady);
  return (
    <section className="vectors-section card" aria-labelledby={id}>
      <h2 id={id}>{t('vectors.vectorHeading')}</h2>
      <div className="build-bar">
        <div>
          <span className="field-label" id={`${id}-method`}>
            {t('vectors.method')}
          </span>
          <div
            className="segments"
            role="radiogroup"
            aria-labelledby={`${id}-method`}
            aria-describedby={`${id}-meaning`}
          >
            {FIT_METHODS.map((each) => (
              <label key={each}>
                <input
                  type="radio"
                  name={`${id}-method`}
                  checked={each === draft.method}
                  onChange={() => changeDraft((before) => withDraft(before, { method: each }))}
                />
                {t(`vectors.method_${each}`)}
              </label>
            ))}
          </div>
        </div>
        <button
          type="button"
          className="button button-primary"
          disabled={!running && (!isReady || rows.length === 0)}
          aria-describedby={hint ? `${id}-hint` : undefined}
          onClick={() => (running ? cancelBuild() : void buildVector())}
        >
          {t(running ? 'vectors.cancel' : 'vectors.build')}
        </button>
        {running ? <BuildProgress /> : null}
      </div>
      <p className="visually-hidden" aria-live="polite">
        {running ? t('vectors.building') : built ? t('vectors.built', { name: built.vector.name }) : ''}
      </p>
      <p id={`${id}-meaning`} className="small muted">
        {t(`vectors.means_${draft.method}`)}
      </p>
      {hint ? (
        <p id={`${id}-hint`} className="small muted">
          {hint}
        </p>
      ) : null}
      {problem ? (
        <p className="field-problem small" role="alert">
          {problem}
        </p>
      ) : null}
      {built ? (
        <BuiltVectorPanel
          // another vector begins with its own name and no notes
          key={`${built.vector.name} ${built.vector.method} ${built.pairs.length}`}
          built={built}
          isOutdated={isOutdated(built, rows, draft.method)}
        />
      ) : null}
    </section>
  );
}

function hintFor(usable: number, left: number, isReady: boolean): string | null {
  if (usable === 0) return t('vectors.noPairsToBuild');
  if (!isReady) return t('vectors.loadFirst');
  return left === 0 ? null : t('vectors.leftOut', { count: left });
}

function BuildProgress() {
  const running = useAppState((state) => state.fit.running);
  if (!running) return null;
  const { done, total } = running;
  const remaining = fitRemaining(running);
  return (
    <div className="load-progress small">
      <span className="numbers">{t('vectors.reading', { done, total })}</span>
      <progress aria-label={t('vectors.buildProgress')} value={done} max={total} />
      <span className="muted numbers">
        {remaining === null || done === total ? '' : t('vectors.left', { time: formatSeconds(remaining) })}
      </span>
    </div>
  );
}
