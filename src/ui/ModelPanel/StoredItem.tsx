/** One stored model, complete or not. */
import { useState } from 'react';
import { catalogueModel } from '../../core/catalogue/catalogue.ts';
import type { StoredModel } from '../../protocol/storage.ts';
import { formatBytes } from '../../state/format.ts';
import type { Check } from '../../state/models/models.ts';
import { revisionText, storedText } from '../../state/models/words.ts';
import { displayName } from '../../state/selectors.ts';
import { percent } from '../../text/numbers.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';

export function StoredItem({ model, onDeleted }: { model: StoredModel; onDeleted: () => void }) {
  const { key, id, revision, isComplete, storedBytes } = model;
  const check = useAppState((state) => state.models.checks[key]);
  const isBusy = useAppState((state) => state.model.phase === 'loading');
  const { askForStored, verifyStored, cancelVerify, deleteStored } = useActions();
  const [isConfirming, setConfirming] = useState(false);
  const manifest = useAppState((state) => state.model.manifest);
  const name = catalogueModel(id)?.name ?? displayName(id, manifest);
  const commit = revisionText(revision);

  async function remove(): Promise<void> {
    setConfirming(false);
    await deleteStored(key);
    onDeleted();
  }

  return (
    <li className="stored-item">
      <div>
        <h3>{name}</h3>
        <p className="small muted numbers" title={revision ?? undefined}>
          {commit ? t('models.idAt', { id, revision: commit }) : id}
        </p>
        <p className="small muted numbers">{storedText(model)}</p>
        <p className="small" aria-live="polite">
          {check ? <CheckText check={check} /> : null}
        </p>
      </div>
      {isConfirming ? (
        <div className="stored-actions">
          <span className="small">{t('models.deleteHowMuch', { size: formatBytes(storedBytes) })}</span>
          <button
            type="button"
            className="button button-small"
            aria-label={t('models.deleteForGood', { name })}
            ref={focusOnce}
            onClick={() => void remove()}
          >
            {t('models.delete')}
          </button>
          <button type="button" className="button button-small" onClick={() => setConfirming(false)}>
            {t('models.keep')}
          </button>
        </div>
      ) : (
        <div className="stored-actions">
          <button
            type="button"
            className="button button-small"
            aria-label={t(isComplete ? 'models.loadName' : 'models.resumeName', { name })}
            disabled={isBusy}
            onClick={() => void askForStored(key)}
          >
            {t(isComplete ? 'models.load' : 'models.resume')}
          </button>
          {isComplete && check?.phase !== 'running' ? (
            <button
              type="button"
              className="button button-small"
              aria-label={t('models.verifyName', { name })}
              onClick={() => void verifyStored(key)}
            >
              {t('models.verify')}
            </button>
          ) : null}
          {check?.phase === 'running' ? (
            <button
              type="button"
              className="button button-small"
              aria-label={t('models.stopVerifying', { name })}
              onClick={() => cancelVerify(key)}
            >
              {t('models.stop')}
            </button>
          ) : null}
          <button
            type="button"
            className="button button-small"
            aria-label={t('models.deleteName', { name })}
            onClick={() => setConfirming(true)}
          >
            {t('models.delete')}
          </button>
        </div>
      )}
    </li>
  );
}

function CheckText({ check }: { check: Check }) {
  if (check.phase === 'running') return t('models.comparing', { percent: percent(check.share) });
  if (check.phase === 'passed') return <span className="stored-passed">{t('models.comparedWell')}</span>;
  return <span className="field-problem">{t('models.comparedBadly', { problem: check.problem })}</span>;
}

function focusOnce(element: HTMLElement | null): void {
  element?.focus();
}
