/** One stored model, complete or not. */
import { useState } from 'react';
import { catalogueModel } from '../../core/catalogue/catalogue.ts';
import type { StoredModel } from '../../protocol/storage.ts';
import { formatBytes } from '../../state/format.ts';
import type { Check } from '../../state/models/models.ts';
import { revisionText, storedText } from '../../state/models/words.ts';
import { displayName } from '../../state/selectors.ts';
import { useActions, useAppState } from '../appContext.tsx';

export function StoredItem({ model, onDeleted }: { model: StoredModel; onDeleted: () => void }) {
  const { key, id, revision, isComplete, storedBytes } = model;
  const check = useAppState((state) => state.models.checks[key]);
  const isBusy = useAppState((state) => state.model.phase === 'loading');
  const { askForStored, verifyStored, cancelVerify, deleteStored } = useActions();
  const [isConfirming, setConfirming] = useState(false);
  const name = catalogueModel(id)?.name ?? displayName(id, null);
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
          {id}
          {commit ? ` at ${commit}` : ''}
        </p>
        <p className="small muted numbers">{storedText(model)}</p>
        <p className="small" aria-live="polite">
          {check ? <CheckText check={check} /> : null}
        </p>
      </div>
      {isConfirming ? (
        <div className="stored-actions">
          <span className="small">Delete {formatBytes(storedBytes)}?</span>
          <button
            type="button"
            className="button button-small"
            aria-label={`Delete ${name} for good`}
            ref={focusOnce}
            onClick={() => void remove()}
          >
            Delete
          </button>
          <button type="button" className="button button-small" onClick={() => setConfirming(false)}>
            Keep
          </button>
        </div>
      ) : (
        <div className="stored-actions">
          <button
            type="button"
            className="button button-small"
            aria-label={`${isComplete ? 'Load' : 'Resume'} ${name}`}
            disabled={isBusy}
            onClick={() => void askForStored(key)}
          >
            {isComplete ? 'Load' : 'Resume'}
          </button>
          {isComplete && check?.phase !== 'running' ? (
            <button
              type="button"
              className="button button-small"
              aria-label={`Verify ${name}`}
              onClick={() => void verifyStored(key)}
            >
              Verify
            </button>
          ) : null}
          {check?.phase === 'running' ? (
            <button
              type="button"
              className="button button-small"
              aria-label={`Stop verifying ${name}`}
              onClick={() => cancelVerify(key)}
            >
              Stop
            </button>
          ) : null}
          <button
            type="button"
            className="button button-small"
            aria-label={`Delete ${name}`}
            onClick={() => setConfirming(true)}
          >
            Delete
          </button>
        </div>
      )}
    </li>
  );
}

function CheckText({ check }: { check: Check }) {
  if (check.phase === 'running') return `Comparing every byte, ${Math.floor(100 * check.share)} %`;
  if (check.phase === 'passed') return <span className="stored-passed">Every byte is as it should be.</span>;
  return <span className="field-problem">{check.problem} Delete it and download it again.</span>;
}

function focusOnce(element: HTMLElement | null): void {
  element?.focus();
}
