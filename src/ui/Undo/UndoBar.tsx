/** What was removed last, and the way back; also by Ctrl or Cmd with Z outside of text fields. */
import { useEffect } from 'react';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import './Undo.css';

export function UndoBar() {
  const last = useAppState((state) => state.undo);
  const { undo, dismissUndo } = useActions();

  useEffect(() => {
    if (!last) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const isUndo = event.key === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey;
      if (!isUndo || isTyping(event.target)) return;
      event.preventDefault();
      undo();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [last, undo]);

  if (!last) return null;
  return (
    <section className="undo-bar card" aria-label={t('shell.undo')}>
      <p>{last.words}</p>
      <button type="button" className="button button-small" onClick={undo}>
        {t('shell.undo')}
      </button>
      <button type="button" className="button button-small" onClick={dismissUndo}>
        {t('shell.dismiss')}
      </button>
    </section>
  );
}

/** There the browser undoes what was typed. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.matches('textarea, input:not([type="range"], [type="radio"])')
  );
}
