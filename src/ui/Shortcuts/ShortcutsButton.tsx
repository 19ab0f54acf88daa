/** Opens the list of shortcuts, as `?` does, and keeps the shortcuts working on every place. */
import { lazy, Suspense, useState } from 'react';
import { createPortal } from 'react-dom';
import { t } from '../../text/text.ts';
import { LostPart } from '../Offline/LostPart.tsx';
import { usePlace } from '../places.ts';
import { useShortcuts } from './useShortcuts.ts';

const ShortcutsDialog = lazy(async () => ({
  default: (await import('./ShortcutsDialog.tsx')).ShortcutsDialog,
}));

export function ShortcutsButton() {
  const [isOpen, setOpen] = useState(false);
  useShortcuts(usePlace(), () => setOpen(true));
  return (
    <>
      <button type="button" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {t('shortcuts.title')}
      </button>
      {/* A presenter sees no foot, and the list all the same. */}
      {isOpen
        ? createPortal(
            <LostPart place="" onDismiss={() => setOpen(false)}>
              <Suspense>
                <ShortcutsDialog onClose={() => setOpen(false)} />
              </Suspense>
            </LostPart>,
            document.body,
          )
        : null}
    </>
  );
}
