/** A labelled file field. */
import { useId } from 'react';

interface FileFieldProps {
  label: string;
  /** as the attribute of an input */
  accept: string;
  onPick: (file: File) => void;
}

export function FileField({ label, accept, onPick }: FileFieldProps) {
  const id = useId();
  return (
    <>
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="file-field"
        type="file"
        accept={accept}
        onChange={({ target }) => {
          const picked = target.files?.[0];
          if (picked) onPick(picked);
        }}
      />
    </>
  );
}
