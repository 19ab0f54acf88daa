/** The library: saved vectors, files in and out, and what can be done with several of them. */
import { type DragEvent, useEffect, useId, useRef, useState } from 'react';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { FileButton } from '../controls/FileButton.tsx';
import { LibraryItem } from './LibraryItem.tsx';
import { MixPanel } from './MixPanel.tsx';
import { SimilarityPanel } from './SimilarityPanel.tsx';
import './Library.css';

export function LibrarySection() {
  const { phase, entries, damaged, notice, problem, done, removed, lost } = useAppState(
    (state) => state.library,
  );
  const { importVectors, loadLibrary, putBackLost, removeSaved, undoRemove } = useActions();
  const [isDragging, setDragging] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const undoButton = useRef<HTMLButtonElement>(null);
  const id = useId();

  // The button that deleted has gone with its vector.
  // biome-ignore lint/correctness/useExhaustiveDependencies: two vectors of one name may go after each other
  useEffect(() => {
    if (removed && document.activeElement === document.body) undoButton.current?.focus();
  }, [removed, entries.length]);

  async function undo(): Promise<void> {
    await undoRemove();
    heading.current?.focus();
  }

  function drop(event: DragEvent): void {
    event.preventDefault();
    setDragging(false);
    if (event.dataTransfer.files.length > 0) void importVectors([...event.dataTransfer.files]);
  }

  return (
    <section
      className="vectors-section card library"
      aria-labelledby={id}
      data-dragging={isDragging || undefined}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setDragging(true);
      }}
      onDragLeave={() => setDragging(false)}
      onDrop={drop}
    >
      <div className="library-head">
        <h2 ref={heading} id={id} tabIndex={-1}>
          {t('vectors.library')}
        </h2>
        <FileButton
          name={t('vectors.importVectors')}
          accept=".safetensors,.gguf,.json"
          isMultiple
          onFiles={(files) => void importVectors(files)}
        />
      </div>
      <p className="library-done small muted" aria-live="polite">
        {done}
        {removed ? (
          <button ref={undoButton} type="button" className="button button-small" onClick={() => void undo()}>
            {t('vectors.undoDelete')}
          </button>
        ) : null}
      </p>
      {problem ? (
        <p className="field-problem small" role="alert">
          {problem}
        </p>
      ) : null}
      {lost.length > 0 ? (
        <p className="field-problem small" role="alert">
          {t('vectors.lost', { count: lost.length, names: lost.join(', ') })}{' '}
          <button type="button" className="button button-small" onClick={() => void putBackLost()}>
            {t('vectors.putBackLost')}
          </button>
        </p>
      ) : null}
      {notice ? <p className="table-note small">{notice}</p> : null}
      {phase === 'failed' ? (
        <button type="button" className="button button-small" onClick={() => void loadLibrary()}>
          {t('vectors.tryAgain')}
        </button>
      ) : null}
      {phase === 'ready' && entries.length === 0 ? <p className="muted">{t('vectors.empty')}</p> : null}
      <ul className="library-list">
        {entries.map((entry) => (
          <LibraryItem key={entry.id} entry={entry} />
        ))}
        {damaged.map(({ id: damagedId, reason }) => (
          <li key={damagedId} className="library-item">
            <p className="field-problem small">{reason}</p>
            <button type="button" className="button button-small" onClick={() => void removeSaved(damagedId)}>
              {t('vectors.remove')}
            </button>
          </li>
        ))}
      </ul>
      <SimilarityPanel />
      <MixPanel />
    </section>
  );
}
