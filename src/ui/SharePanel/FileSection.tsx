/** Session files: out, and in by the file dialog (or dropped anywhere on the page). */

import { useId } from 'react';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { FileButton } from '../controls/FileButton.tsx';
import { downloadFile } from '../downloadFile.ts';

export function FileSection({ onOpened }: { onOpened: () => void }) {
  const { exportSession, importSession } = useActions();
  const done = useAppState((state) => state.share.done);
  const id = useId();

  async function save(): Promise<void> {
    const file = await exportSession();
    if (file) downloadFile(file.name, file.bytes);
  }

  async function open(file: File | undefined): Promise<void> {
    if (file && (await importSession(file))) onOpened();
  }

  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{t('share.file')}</h3>
      <p className="small muted">{t('share.fileHint')}</p>
      <div className="share-row">
        <button type="button" className="button button-small" onClick={() => void save()}>
          {t('share.saveFile')}
        </button>
        <FileButton name={t('share.openFile')} accept=".json" onFiles={([file]) => void open(file)} />
        <span className="small muted" aria-live="polite">
          {done}
        </span>
      </div>
    </section>
  );
}
