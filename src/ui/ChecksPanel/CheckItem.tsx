/** One check in the list: its name, what it asks for in words, and the ways to change it. */

import { useId } from 'react';
import { checkWords, shownCheckTitle } from '../../state/checks/checks.ts';
import type { PresetCheck } from '../../state/playground/presets.ts';
import { t } from '../../text/text.ts';

interface CheckItemProps {
  check: PresetCheck;
  isFromInstruction: boolean;
  /** null: it cannot be edited, as there is no such check */
  onEdit: (() => void) | null;
  onRemove: () => void;
}

export function CheckItem({ check, isFromInstruction, onEdit, onRemove }: CheckItemProps) {
  const title = shownCheckTitle(check);
  // Two checks of one type have the same title.
  const words = useId();
  return (
    <div className="check-item">
      <div className="check-words">
        <p className="check-title">{title}</p>
        <p id={words} className="small muted">
          <span lang="en">{checkWords(check)}</span>
          {isFromInstruction ? <span className="check-source"> {t('checks.fromInstruction')}</span> : null}
        </p>
      </div>
      {onEdit ? (
        <IconButton name={t('checks.edit', { title })} describedBy={words} path={PENCIL} onClick={onEdit} />
      ) : null}
      <IconButton name={t('checks.remove', { title })} describedBy={words} path={CROSS} onClick={onRemove} />
    </div>
  );
}

const PENCIL = 'M3 13l.8-3.2 7-7a1.2 1.2 0 0 1 1.7 0l.7.7a1.2 1.2 0 0 1 0 1.7l-7 7z';
const CROSS = 'M4 4l8 8M12 4l-8 8';

interface IconButtonProps {
  name: string;
  /** id of the words that tell two buttons of one name apart */
  describedBy: string;
  /** of the icon, in a box of 16 by 16 */
  path: string;
  onClick: () => void;
}

function IconButton({ name, describedBy, path, onClick }: IconButtonProps) {
  return (
    <button
      type="button"
      className="check-button"
      aria-label={name}
      aria-describedby={describedBy}
      onClick={onClick}
    >
      <svg aria-hidden="true" viewBox="0 0 16 16" width="16" height="16">
        <path d={path} />
      </svg>
    </button>
  );
}
