/** A spin button that takes a value as soon as it is valid and says so when it is not. */
import { useState } from 'react';
import { fits, type Range } from '../../state/settings.ts';
import './controls.css';

interface NumberFieldProps {
  /** accessible name; a visible label may stand beside */
  name: string;
  value: number;
  range: Range;
  onChange: (value: number) => void;
  /** digits after the point when it is not being typed in */
  digits?: number;
  isDisabled?: boolean;
  id?: string;
}

export function NumberField({
  name,
  value,
  range,
  onChange,
  digits,
  isDisabled = false,
  id,
}: NumberFieldProps) {
  // What is being typed, which need not be a valid number yet; null: shows the value.
  const [draft, setDraft] = useState<string | null>(null);
  const isInvalid = draft !== null && !isValid(draft, range);
  return (
    <input
      id={id}
      className="number-field numbers"
      type="number"
      aria-label={name}
      min={range.min}
      max={range.max}
      step={range.step}
      value={draft ?? (digits === undefined ? String(value) : value.toFixed(digits))}
      disabled={isDisabled}
      aria-invalid={isInvalid || undefined}
      title={isInvalid ? `From ${range.min} to ${range.max}` : undefined}
      onChange={({ target }) => {
        setDraft(target.value);
        if (isValid(target.value, range)) onChange(Number(target.value));
      }}
      onBlur={() => setDraft(null)}
    />
  );
}

function isValid(text: string, range: Range): boolean {
  return text.trim() !== '' && fits(Number(text), range);
}
