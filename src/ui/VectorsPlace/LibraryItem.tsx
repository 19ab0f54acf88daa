/** One saved vector: what is known about it, and everything that can be done with it. */
import { type FormEvent, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { GgufOptions } from '../../core/files/controlVector.ts';
import { VECTOR_FORMATS, type VectorFormat } from '../../core/files/vectorFormats.ts';
import { entryFacts } from '../../state/vectors/entry.ts';
import type { VectorEntry } from '../../storage/index.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { downloadFile } from '../downloadFile.ts';
import { UseLink } from './UseLink.tsx';
import { VectorCharts } from './VectorCharts.tsx';
import './BuiltVector.css';

export function LibraryItem({ entry }: { entry: VectorEntry }) {
  const { id, name, notes } = entry;
  const facts = useAppState((state) => entryFacts(entry, state.model.info));
  const vector = useAppState((state) => state.library.vectors[id]);
  const { readSaved, removeSaved } = useActions();
  const [open, setOpen] = useState<'charts' | 'edit' | 'export' | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);

  function toggle(part: NonNullable<typeof open>): void {
    setOpen(open === part ? null : part);
    if (part === 'charts') void readSaved(id);
  }

  const button = (part: NonNullable<typeof open>) => (
    <button
      type="button"
      className="button button-small"
      aria-expanded={open === part}
      aria-label={t(`vectors.${part}Of`, { name })}
      onClick={() => toggle(part)}
    >
      {t(`vectors.${part}`)}
    </button>
  );

  return (
    <li className="library-item">
      <div className="library-item-head">
        <h3 ref={heading} tabIndex={-1}>
          {name}
        </h3>
        <p className="small muted numbers">{facts}</p>
        {notes ? <p className="small library-notes">{notes}</p> : null}
      </div>
      <div className="library-actions">
        <UseLink id={id} name={name} />
        {button('charts')}
        {button('export')}
        {button('edit')}
        <button
          type="button"
          className="button button-small"
          aria-label={t('vectors.deleteOf', { name })}
          onClick={() => void removeSaved(id)}
        >
          {t('vectors.delete')}
        </button>
      </div>
      {open === 'charts' && vector ? <VectorCharts vector={vector} /> : null}
      {open === 'export' ? <ExportButtons entry={entry} /> : null}
      {open === 'edit' ? (
        <EditForm
          entry={entry}
          onDone={() => {
            flushSync(() => setOpen(null));
            heading.current?.focus();
          }}
        />
      ) : null}
    </li>
  );
}

function ExportButtons({ entry: { id, name, setting } }: { entry: VectorEntry }) {
  const { exportSaved } = useActions();

  async function save(format: VectorFormat, options?: GgufOptions): Promise<void> {
    const file = await exportSaved(id, format, options);
    if (file) downloadFile(file.name, file.bytes);
  }

  return (
    <ul className="export-list small" aria-label={t('vectors.exportOf', { name })}>
      {VECTOR_FORMATS.map((format) => (
        <li key={format}>
          <button type="button" className="button button-small" onClick={() => void save(format)}>
            {t(`vectors.format_${format}`)}
          </button>
          <span className="muted">{t(`vectors.means_${format}`)}</span>
        </li>
      ))}
      {setting && setting.layer > 0 ? (
        <li>
          <button
            type="button"
            className="button button-small"
            onClick={() => void save('gguf', { layers: setting.layer })}
          >
            {t('vectors.ggufOfLayer', { layer: setting.layer })}
          </button>
          <span className="muted">{t('vectors.ggufOfLayerMeans')}</span>
        </li>
      ) : null}
    </ul>
  );
}

function EditForm({ entry, onDone }: { entry: VectorEntry; onDone: () => void }) {
  const { renameSaved, setSavedNotes } = useActions();
  const [name, setName] = useState(entry.name);
  const [notes, setNotes] = useState(entry.notes);
  const id = useId();
  const isNameMissing = name.trim() === '';

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (isNameMissing) return;
    if (notes !== entry.notes) await setSavedNotes(entry.id, notes);
    if (name.trim() !== entry.name) await renameSaved(entry.id, name);
    onDone();
  }

  return (
    <form className="save-form" onSubmit={(event) => void submit(event)}>
      <div>
        <label className="field-label" htmlFor={`${id}-name`}>
          {t('vectors.name')}
        </label>
        <input
          id={`${id}-name`}
          // the form is opened by a button
          ref={focusOnce}
          className="text-field"
          type="text"
          autoComplete="off"
          value={name}
          aria-invalid={isNameMissing || undefined}
          aria-describedby={isNameMissing ? `${id}-problem` : undefined}
          onChange={({ target }) => setName(target.value)}
        />
        {isNameMissing ? (
          <p id={`${id}-problem`} className="field-problem small">
            {t('vectors.needsName')}
          </p>
        ) : null}
      </div>
      <div>
        <label className="field-label" htmlFor={`${id}-notes`}>
          {t('vectors.notes')}
        </label>
        <textarea
          id={`${id}-notes`}
          className="text-field"
          rows={2}
          value={notes}
          onChange={({ target }) => setNotes(target.value)}
        />
      </div>
      <div className="form-buttons">
        <button type="submit" className="button button-primary button-small">
          {t('vectors.saveChanges')}
        </button>
        <button type="button" className="button button-small" onClick={onDone}>
          {t('vectors.cancel')}
        </button>
      </div>
    </form>
  );
}

function focusOnce(element: HTMLElement | null): void {
  element?.focus();
}
