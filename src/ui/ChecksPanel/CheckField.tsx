/** One argument of a check as a form field of its kind, with its range and what is wrong with it. */

import { useId } from 'react';
import type { Parameter } from '../../core/ifeval/index.ts';
import { argumentLabel, languageOptions } from '../../state/checks/checkForm.ts';
import { PROMPT_ARGUMENT } from '../../state/checks/checks.ts';
import { t } from '../../text/text.ts';

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
        {argumentLabel(parameter)}
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
  if (parameter.kind === 'relation') {
    return [
      ['at least', t('checks.relation_least')],
      ['less than', t('checks.relation_less')],
    ];
  }
  const choices = parameter.kind === 'text' ? parameter.options : undefined;
  return choices?.map((each) => [each, each] as const) ?? null;
}

function hintOf(parameter: Parameter): string | null {
  if (parameter.name === PROMPT_ARGUMENT) return t('checks.hintPrompt');
  if (parameter.kind === 'textList') return t('checks.hintList');
  if (parameter.kind === 'letter') return t('checks.hintLetter');
  return null;
}
