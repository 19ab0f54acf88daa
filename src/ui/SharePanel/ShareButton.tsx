/** Opens the share dialog, which is a chunk of its own. */
import { lazy, Suspense, useState } from 'react';
import { t } from '../../text/text.ts';
import { LostPart } from '../Offline/LostPart.tsx';

const ShareDialog = lazy(async () => ({ default: (await import('./ShareDialog.tsx')).ShareDialog }));

export function ShareButton() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="button button-small"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {t('shell.share')}
      </button>
      {isOpen ? (
        <LostPart place="" onDismiss={() => setOpen(false)}>
          <Suspense>
            <ShareDialog onClose={() => setOpen(false)} />
          </Suspense>
        </LostPart>
      ) : null}
    </>
  );
}
