/** The models kept on this device: what they take up, and everything that can be done with each. */
import { useId, useRef } from 'react';
import type { StorageFacts } from '../../protocol/storage.ts';
import { storageText } from '../../state/models/words.ts';
import { offlineText } from '../../state/offline/offline.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { StoredItem } from './StoredItem.tsx';

export function StoredSection() {
  const { storage, storageProblem, done } = useAppState((state) => state.models);
  const { readStorage } = useActions();
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  return (
    <section className="models-section card" aria-labelledby={id}>
      <div className="models-section-head">
        <h2 ref={heading} id={id} tabIndex={-1}>
          {t('models.onDevice')}
        </h2>
        {storage ? <Persistence storage={storage} /> : null}
      </div>
      <p className="small muted" aria-live="polite">
        {done}
      </p>
      {storageProblem ? (
        <div className="offer-choices">
          <p className="field-problem small">{storageProblem}</p>
          <button type="button" className="button button-small" onClick={() => void readStorage()}>
            {t('models.tryAgain')}
          </button>
        </div>
      ) : null}
      {storage ? (
        <>
          <p className="small muted numbers">{storageText(storage)}</p>
          <KeptOffline />
          {storage.models.length === 0 ? <p className="muted">{t('models.noneStored')}</p> : null}
          <ul className="stored-list">
            {storage.models.map((model) => (
              <StoredItem key={model.key} model={model} onDeleted={() => heading.current?.focus()} />
            ))}
          </ul>
        </>
      ) : null}
    </section>
  );
}

/** Nothing where the browser keeps no pages. */
function KeptOffline() {
  const text = useAppState((state) => offlineText(state.offline));
  return text === '' ? null : <p className="small muted">{text}</p>;
}

/** Browsers may evict what a site stores when the disk fills up, unless they promised not to. */
function Persistence({ storage: { isPersistent, kind, models } }: { storage: StorageFacts }) {
  const isRefused = useAppState((state) => state.models.isPersistRefused);
  const { askToPersist } = useActions();
  if (kind === 'memory' || isPersistent === null || models.length === 0) return null;
  if (isPersistent) return <p className="small muted">{t('models.isKept')}</p>;
  return (
    <div className="stored-persistence small muted">
      <span>{t(isRefused ? 'models.notPromised' : 'models.mayEvict')}</span>
      <button type="button" className="button button-small" onClick={() => void askToPersist()}>
        {t('models.askToKeep')}
      </button>
    </div>
  );
}
