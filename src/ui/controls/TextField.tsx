/** A labelled line of text; below it what it is for, or what is wrong with it. */
import { useId } from 'react';

interface TextFieldProps {
  label: string;
  value: string;
  placeholder?: string;
  hint?: string;
  /** stands in place of the hint */
  problem?: string | null;
  /** digits of one width */
  isNumbers?: boolean;
  onChange: (value: string) => void;
}

export function TextField(props: TextFieldProps) {
  const { label, value, placeholder, hint, problem = null, isNumbers = false, onChange } = props;
  const id = useId();
  const note = problem ?? hint;
  return (
    <div>
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className={isNumbers ? 'text-field numbers' : 'text-field'}
        type="text"
        autoComplete="off"
        placeholder={placeholder}
        value={value}
        aria-invalid={problem !== null || undefined}
        aria-describedby={note === undefined ? undefined : `${id}-note`}
        onChange={({ target }) => onChange(target.value)}
      />
      {note === undefined ? null : (
        <p id={`${id}-note`} className={problem ? 'field-problem small' : 'small muted'}>
          {note}
        </p>
      )}
    </div>
  );
}
