/** A spin button that takes a value as soon as it is valid and says so when it is not. */
import { useState } from 'react';
import { fits, type Range } from '../../state/playground/settings.ts';
import { t } from '../../text/text.ts';

interface NumberFieldProps {
  /** accessible name; a visible label may stand beside */
  name: string;
  value: number;
  range: Range;
  onChange: (value: number) => void;
  isDisabled?: boolean;
  id?: string;
}

export function NumberField({ name, value, range, onChange, isDisabled = false, id }: NumberFieldProps) {
  const [typed, setTyped] = useState<{ text: string; value: number } | null>(null);
  // What is being typed need not be a valid number yet; it gives way when the value is changed elsewhere.
  const draft = typed?.value === value ? typed.text : null;
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
      value={draft ?? String(value)}
      disabled={isDisabled}
      aria-invalid={isInvalid || undefined}
      title={isInvalid ? t('controls.fromTo', { from: range.min, to: range.max }) : undefined}
      onChange={({ target: { value: text } }) => {
        const isTaken = isValid(text, range);
        setTyped({ text, value: isTaken ? Number(text) : value });
        if (isTaken) onChange(Number(text));
      }}
      onBlur={() => setTyped(null)}
    />
  );
}

function isValid(text: string, range: Range): boolean {
  return text.trim() !== '' && fits(Number(text), range);
}
