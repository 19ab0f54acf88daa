/** Everything that can be taken out of the page, and a session file in. */

import { useEffect, useId, useRef } from 'react';
import { t } from '../../text/text.ts';
import { AnswersSection } from './AnswersSection.tsx';
import { ElsewhereSection } from './ElsewhereSection.tsx';
import { FileSection } from './FileSection.tsx';
import { LinkSection } from './LinkSection.tsx';
import '../controls/controls.css';
import './SharePanel.css';

export function ShareDialog({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      className="share-dialog card"
      aria-labelledby={id}
      onClose={onClose}
      onClick={({ target }) => {
        if (target === dialog.current) dialog.current.close();
      }}
      // Keys of the page, Escape to stop above all, are not meant here.
      onKeyDown={(event) => event.stopPropagation()}
    >
      <div className="share-body">
        <div className="share-head">
          <h2 id={id}>{t('share.title')}</h2>
          <button type="button" className="button button-small" onClick={() => dialog.current?.close()}>
            {t('share.close')}
          </button>
        </div>
        <LinkSection />
        <FileSection onOpened={() => dialog.current?.close()} />
        <AnswersSection />
        <ElsewhereSection />
      </div>
    </dialog>
  );
}
