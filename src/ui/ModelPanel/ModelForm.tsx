/** What to load and on what: the embedded model, one of the catalogue, one by id or address, or a folder. */
import { type FormEvent, useId, useState } from 'react';
import { CATALOGUE, catalogueModel } from '../../core/catalogue/catalogue.ts';
import { formatBytes } from '../../state/format.ts';
import type { BackendChoice } from '../../state/models/choice.ts';
import { BACKEND_NAMES } from '../../state/models/verdictWords.ts';
import { expectedSizeText, parametersText } from '../../state/models/words.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { FolderField } from './FolderField.tsx';

const DTYPES = ['fp32', 'fp16', 'q4', 'q4f16', 'q8'];

/** Options of the catalogue carry the id after this. */
const CATALOGUE_PREFIX = 'catalogue:';

export function ModelForm({ showsUnconfirmed }: { showsUnconfirmed: boolean }) {
  const { choice, manifest, phase } = useAppState((state) => state.model);
  const isAsking = useAppState((state) => state.models.offer?.phase === 'asking');
  const { setChoice, askForChoice } = useActions();
  const [files, setFiles] = useState<File[]>([]);
  const id = useId();
  const isMissing =
    (choice.kind === 'address' && choice.address.trim() === '') ||
    (choice.kind === 'folder' && files.length === 0);
  const chosen = choice.kind === 'catalogue' ? catalogueModel(choice.catalogueId) : null;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!isMissing) void askForChoice(files);
  }

  function choose(value: string): void {
    if (value.startsWith(CATALOGUE_PREFIX)) {
      setChoice({ kind: 'catalogue', catalogueId: value.slice(CATALOGUE_PREFIX.length), dtype: '' });
    } else if (value === 'embedded' || value === 'address' || value === 'folder') {
      setChoice({ kind: value, dtype: '' });
    }
  }

  const models = (isConfirmed: boolean) =>
    CATALOGUE.filter(
      (model) => model.isConfirmed === isConfirmed && (isConfirmed || showsUnconfirmed || model === chosen),
    );
  const unconfirmed = models(false);

  return (
    <form className="model-form card" onSubmit={submit}>
      <h2>{t('models.loadModel')}</h2>
      <div>
        <label className="field-label" htmlFor={`${id}-model`}>
          {t('models.model')}
        </label>
        <select
          id={`${id}-model`}
          className="select-field"
          value={chosen ? CATALOGUE_PREFIX + chosen.id : choice.kind}
          onChange={({ target }) => choose(target.value)}
        >
          <option value="embedded">
            {manifest
              ? t('models.embeddedOption', { name: manifest.name, size: formatBytes(manifest.sizeBytes) })
              : t('models.embeddedModel')}
          </option>
          <optgroup label={t('models.fromHub')}>
            {models(true).map((model) => (
              <option key={model.id} value={CATALOGUE_PREFIX + model.id}>
                {model.name}
              </option>
            ))}
          </optgroup>
          {unconfirmed.length > 0 ? (
            <optgroup label={t('models.mayNotExist')}>
              {unconfirmed.map((model) => (
                <option key={model.id} value={CATALOGUE_PREFIX + model.id}>
                  {model.name}
                </option>
              ))}
            </optgroup>
          ) : null}
          <optgroup label={t('models.anyOther')}>
            <option value="address">{t('models.byAddress')}</option>
            <option value="folder">{t('models.fromFolder')}</option>
          </optgroup>
        </select>
        {chosen ? (
          <p className="small muted numbers">
            {t('models.chosenFacts', {
              parameters: parametersText(chosen.parameters),
              size: expectedSizeText(chosen),
              licence: chosen.licence.name,
            })}
          </p>
        ) : null}
      </div>
      {choice.kind === 'address' ? (
        <div>
          <label className="field-label" htmlFor={`${id}-address`}>
            {t('models.address')}
          </label>
          <input
            id={`${id}-address`}
            className="text-field"
            type="text"
            autoComplete="off"
            spellCheck={false}
            value={choice.address}
            aria-describedby={`${id}-address-hint`}
            onChange={({ target }) => setChoice({ address: target.value })}
          />
          <p id={`${id}-address-hint`} className="small muted">
            {t('models.addressHint')}
          </p>
        </div>
      ) : null}
      {choice.kind === 'folder' ? <FolderField id={`${id}-folder`} files={files} onPick={setFiles} /> : null}
      <div className="model-form-pair">
        <div>
          <label className="field-label" htmlFor={`${id}-backend`}>
            {t('models.backend')}
          </label>
          <select
            id={`${id}-backend`}
            className="select-field"
            value={choice.backend}
            onChange={({ target }) => setChoice({ backend: target.value as BackendChoice })}
          >
            <option value="auto">{t('models.automatic')}</option>
            <option value="webgpu" disabled={!hasWebGpu()}>
              {hasWebGpu() ? BACKEND_NAMES.webgpu : t('models.noWebGpuHere')}
            </option>
            <option value="wasm">{BACKEND_NAMES.wasm}</option>
          </select>
        </div>
        {choice.kind === 'embedded' ? null : (
          <div>
            <label className="field-label" htmlFor={`${id}-dtype`}>
              {t('models.weights')}
            </label>
            <select
              id={`${id}-dtype`}
              className="select-field"
              value={choice.dtype}
              onChange={({ target }) => setChoice({ dtype: target.value })}
            >
              <option value="">{t('models.automatic')}</option>
              {DTYPES.map((dtype) => (
                <option key={dtype}>{dtype}</option>
              ))}
            </select>
          </div>
        )}
      </div>
      <div className="model-form-buttons">
        <button
          type="submit"
          className="button button-primary"
          disabled={isMissing || isAsking || phase === 'loading'}
        >
          {t('models.load')}
        </button>
      </div>
    </form>
  );
}

function hasWebGpu(): boolean {
  return 'gpu' in navigator;
}
