/** What the loader wants the user to know about the loaded model, for example a fallback to WASM. */
import { useAppState } from '../appContext.tsx';
import './Messages.css';

const NONE: readonly string[] = [];

export function Notices() {
  const notices = useAppState((state) => state.model.info?.selfTest.notices ?? NONE);
  if (notices.length === 0) return null;
  return (
    <ul className="notices small" aria-label="Notices">
      {notices.map((notice) => (
        <li key={notice}>{notice}</li>
      ))}
    </ul>
  );
}
