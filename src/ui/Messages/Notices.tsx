/** What the loader wants the user to know about the loaded model, and where steering may force odd words. */

import { useShallow } from 'zustand/react/shallow';
import { oddWordsNotices } from '../../state/playground/oddWords.ts';
import { t } from '../../text/text.ts';
import { useAppState } from '../appContext.tsx';
import './Messages.css';

const NONE: readonly string[] = [];

export function Notices() {
  const loaded = useAppState((state) => state.model.info?.selfTest.notices ?? NONE);
  const odd = useAppState(useShallow(oddWordsNotices));
  if (loaded.length + odd.length === 0) return null;
  return (
    <ul className="notices small" aria-label={t('playground.notices')}>
      {/* of the worker, which speaks English */}
      {loaded.map((notice) => (
        <li key={notice} lang="en">
          {notice}
        </li>
      ))}
      {odd.map((notice) => (
        <li key={notice}>{notice}</li>
      ))}
    </ul>
  );
}
