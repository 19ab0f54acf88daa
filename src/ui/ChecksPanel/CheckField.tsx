/** One argument of a check as a form field of its kind, with its range and what is wrong with it. */
import { useId } from 'react';
import { describeRange, type Parameter } from '../../core/ifeval/index.ts';
import { languageOptions } from '../../state/checks/checkForm.ts';
import { PROMPT_ARGUMENT } from '../../state/checks/checks.ts';

interface CheckFieldProps {
  parameter: Parameter;
  text: string;
  problem: string | null;
  onChange: (text: string) => void;
}

export function CheckField({ parameter, text, problem, onChange }: CheckFieldProps) {
  const id = useId();
  const hint = hintOf(parameter);
  const describedBy = [hint ? `${id}-hint` : '', problem ? `${id}-problem` : ''].filter(Boolean).join(' ');
  const shared = {
    id,
    name: parameter.name,
    value: text,
    'aria-invalid': problem !== null || undefined,
    'aria-describedby': describedBy || undefined,
    onChange: ({ target }: { target: { value: string } }) => onChange(target.value),
  };
  return (
    <div>
      <label className="field-label" htmlFor={id}>
        {parameter.label}
      </label>
      <Control parameter={parameter} shared={shared} />
      {hint ? (
        <p id={`${id}-hint`} className="check-hint small muted">
          {hint}
        </p>
      ) : null}
      {problem ? (
        <p id={`${id}-problem`} className="check-problem small">
          {problem}
        </p>
      ) : null}
    </div>
  );
}

function Control({ parameter, shared }: { parameter: Parameter; shared: object }) {
  const options = optionsOf(parameter);
  if (options) {
    return (
      <select className="select-field" {...shared}>
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    );
  }
  if (parameter.kind === 'count') {
    const { min, max } = parameter;
    return <input className="text-field numbers" type="number" min={min} max={max} step={1} {...shared} />;
  }
  if (parameter.kind === 'textList' || parameter.name === PROMPT_ARGUMENT) {
    return <textarea className="text-field" rows={2} {...shared} />;
  }
  const width = parameter.kind === 'letter' ? { maxLength: 1 } : {};
  return <input className="text-field" type="text" autoComplete="off" {...width} {...shared} />;
}

function optionsOf(parameter: Parameter): readonly (readonly [value: string, words: string])[] | null {
  if (parameter.kind === 'language') return languageOptions();
  const choices = choicesOf(parameter);
  return choices?.map((each) => [each, each] as const) ?? null;
}

function choicesOf(parameter: Parameter): readonly string[] | undefined {
  if (parameter.kind === 'relation') return ['at least', 'less than'];
  return parameter.kind === 'text' ? parameter.options : undefined;
}

function hintOf(parameter: Parameter): string | null {
  if (parameter.name === PROMPT_ARGUMENT) return 'Blank: the prompt itself.';
  if (parameter.kind === 'textList') return 'One word or phrase a line.';
  if (parameter.kind === 'letter') return capitalised(describeRange(parameter));
  return null;
}

const capitalised = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
