/** Everything that can be taken out of the page, and a session file in. */

import { t } from '../../text/text.ts';
import { ModalDialog } from '../controls/ModalDialog.tsx';
import { AnswersSection } from './AnswersSection.tsx';
import { ElsewhereSection } from './ElsewhereSection.tsx';
import { FileSection } from './FileSection.tsx';
import { LinkSection } from './LinkSection.tsx';
import './SharePanel.css';

export function ShareDialog({ onClose }: { onClose: () => void }) {
  return (
    <ModalDialog title={t('share.title')} className="share-dialog" onClose={onClose}>
      {(close) => (
        <>
          <LinkSection />
          <FileSection onOpened={close} />
          <AnswersSection />
          <ElsewhereSection />
        </>
      )}
    </ModalDialog>
  );
}
