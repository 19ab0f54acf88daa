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
  const notices = [...loaded, ...odd];
  if (notices.length === 0) return null;
  return (
    <ul className="notices small" aria-label={t('playground.notices')}>
      {notices.map((notice) => (
        <li key={notice}>{notice}</li>
      ))}
    </ul>
  );
}
