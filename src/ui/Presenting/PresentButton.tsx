/** Begins presenter mode: large type, no controls, keys that turn pages. */
import { t } from '../../text/text.ts';
import { useActions } from '../appContext.tsx';

export function PresentButton() {
  const { setPresenting } = useActions();
  return (
    <button type="button" className="button present-button" onClick={() => setPresenting(true)}>
      {t('shell.present')}
    </button>
  );
}
