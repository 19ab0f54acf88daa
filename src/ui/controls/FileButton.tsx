/** A button that opens the browser's file dialog. */
import { useRef } from 'react';
import { t } from '../../text/text.ts';

interface FileButtonProps {
  name: string;
  /** as the attribute of an input */
  accept: string;
  isMultiple?: boolean;
  onFiles: (files: readonly File[]) => void;
}

export function FileButton({ name, accept, isMultiple = false, onFiles }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" className="button button-small" onClick={() => input.current?.click()}>
        {name}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        multiple={isMultiple}
        aria-label={t('controls.fileOf', { name })}
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
          // the same file may be chosen again
          target.value = '';
        }}
      />
    </>
  );
}
