/** A radio group as one row of segments, with what the chosen one means below it. */
import { useId } from 'react';

interface SegmentsProps<T extends string> {
  name: string;
  options: readonly { value: T; label: string; meaning: string }[];
  value: T;
  onChange: (value: T) => void;
}

export function Segments<T extends string>({ name, options, value, onChange }: SegmentsProps<T>) {
  const group = useId();
  return (
    <div>
      <span className="field-label" id={`${group}-name`}>
        {name}
      </span>
      <div
        className="segments"
        role="radiogroup"
        aria-labelledby={`${group}-name`}
        aria-describedby={`${group}-meaning`}
      >
        {options.map((option) => (
          <label key={option.value}>
            <input
              type="radio"
              name={group}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
      <p id={`${group}-meaning`} className="segments-meaning small muted">
        {options.find((option) => option.value === value)?.meaning}
      </p>
    </div>
  );
}
