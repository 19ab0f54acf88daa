/** One saved vector: what is known about it, and everything that can be done with it. */
import { type FormEvent, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { GgufOptions } from '../../core/files/controlVector.ts';
import { VECTOR_FORMATS, type VectorFormat } from '../../core/files/vectorFormats.ts';
import { entryFacts } from '../../state/vectors/entry.ts';
import { FORMAT_MEANINGS, FORMAT_TITLES } from '../../state/vectors/files.ts';
import type { VectorEntry } from '../../storage/index.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { downloadFile } from '../downloadFile.ts';
import { UseLink } from './UseLink.tsx';
import { VectorCharts } from './VectorCharts.tsx';

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

  const button = (part: NonNullable<typeof open>, words: string) => (
    <button
      type="button"
      className="button button-small"
      aria-expanded={open === part}
      aria-label={`${words} ${name}`}
      onClick={() => toggle(part)}
    >
      {words}
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
        {button('charts', 'Charts')}
        {button('export', 'Export')}
        {button('edit', 'Edit')}
        <button
          type="button"
          className="button button-small"
          aria-label={`Delete ${name}`}
          onClick={() => void removeSaved(id)}
        >
          Delete
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
    <ul className="export-list small" aria-label={`Export ${name}`}>
      {VECTOR_FORMATS.map((format) => (
        <li key={format}>
          <button type="button" className="button button-small" onClick={() => void save(format)}>
            {FORMAT_TITLES[format]}
          </button>
          <span className="muted">{FORMAT_MEANINGS[format]}</span>
        </li>
      ))}
      {setting && setting.layer > 0 ? (
        <li>
          <button
            type="button"
            className="button button-small"
            onClick={() => void save('gguf', { layers: setting.layer })}
          >
            GGUF of layer {setting.layer}
          </button>
          <span className="muted">
            llama.cpp lets all layers of a file act at once; this one acts as here
          </span>
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
          Name
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
            A saved vector needs a name.
          </p>
        ) : null}
      </div>
      <div>
        <label className="field-label" htmlFor={`${id}-notes`}>
          Notes
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
          Save changes
        </button>
        <button type="button" className="button button-small" onClick={onDone}>
          Cancel
        </button>
      </div>
    </form>
  );
}

function focusOnce(element: HTMLElement | null): void {
  element?.focus();
}
