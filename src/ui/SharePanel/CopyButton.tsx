/** Copies a text and says so. */

import { useState } from 'react';
import { t } from '../../text/text.ts';

interface CopyButtonProps {
  name: string;
  text: string;
  isPrimary?: boolean;
}

export function CopyButton({ name, text, isPrimary = false }: CopyButtonProps) {
  const [copied, setCopied] = useState<{ text: string; isDone: boolean } | null>(null);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied({ text, isDone: true }),
      () => setCopied({ text, isDone: false }),
    );
  // What is said is said of the text that was copied, not of one that came since.
  const said = copied?.text === text ? copied : null;
  return (
    <>
      <button
        type="button"
        className={`button button-small ${isPrimary ? 'button-primary' : ''}`}
        disabled={text === ''}
        onClick={() => void copy()}
      >
        {name}
      </button>
      <span className="small muted share-copied" aria-live="polite">
        {said ? t(said.isDone ? 'share.copied' : 'share.copyRefused') : null}
      </span>
    </>
  );
}
