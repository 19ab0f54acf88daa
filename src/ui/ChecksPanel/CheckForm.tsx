/** Chooses one of the 25 checks and fills in its arguments; the fields follow from the type. */

import { type FormEvent, useId, useRef, useState } from 'react';
import { instructionType } from '../../core/ifeval/index.ts';
import {
  type CheckDraft,
  groupCheckTypes,
  newDraft,
  readDraft,
  withField,
} from '../../state/checks/checkForm.ts';
import type { PresetCheck } from '../../state/playground/presets.ts';
import { t, textOf } from '../../text/text.ts';
import { CheckField } from './CheckField.tsx';

interface CheckFormProps {
  initial: CheckDraft;
  /** keys of the checks that are in the list already */
  taken: readonly string[];
  action: 'add' | 'save';
  onDone: (check: PresetCheck) => void;
  onCancel: () => void;
}

export function CheckForm({ initial, taken, action, onDone, onCancel }: CheckFormProps) {
  const [draft, setDraft] = useState(initial);
  const [touched, setTouched] = useState<'none' | 'all' | string>('none');
  const form = useRef<HTMLFormElement>(null);
  const groups = groupCheckTypes();
  const id = useId();
  const { parameters } = instructionType(draft.instructionId);
  const { check, problems } = readDraft(draft, taken);
  const wholeProblem = touched === 'none' ? undefined : problems?.[''];

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (check) {
      onDone(check);
      return;
    }
    setTouched('all');
    // What has the focus is read out with its message.
    const first = parameters.find(({ name }) => problems[name]);
    const place = first ? `[name="${first.name}"]` : '[type="submit"]';
    form.current?.querySelector<HTMLElement>(place)?.focus();
  }

  return (
    <form
      ref={form}
      className="check-form"
      noValidate
      onSubmit={submit}
      aria-label={t(`checks.form_${action}`)}
    >
      <div>
        <label className="field-label" htmlFor={id}>
          {t('checks.check')}
        </label>
        <select
          id={id}
          className="select-field"
          // The form is opened by a button that it replaces.
          ref={focusOnce}
          value={draft.instructionId}
          onChange={({ target }) => {
            setDraft(newDraft(target.value));
            setTouched('none');
          }}
        >
          {groups.map(({ category, types }) => (
            <optgroup key={category} label={category}>
              {types.map((type) => (
                <option key={type.id} value={type.id}>
                  {textOf(`checks.type_${type.id}`, type.title)}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </div>
      {parameters.map((parameter) => {
        const { name } = parameter;
        const problem = touched === 'all' || touched === name ? problems?.[name] : undefined;
        return (
          <CheckField
            key={`${draft.instructionId} ${name}`}
            parameter={parameter}
            text={draft.fields[name] ?? ''}
            problem={problem ?? null}
            onChange={(text) => {
              setDraft(withField(draft, name, text));
              setTouched((before) => (before === 'all' ? before : name));
            }}
          />
        );
      })}
      {wholeProblem ? (
        <p id={`${id}-problem`} className="check-problem small">
          {wholeProblem}
        </p>
      ) : null}
      <div className="checks-actions">
        <button
          type="submit"
          className="button button-small check-submit"
          aria-describedby={wholeProblem ? `${id}-problem` : undefined}
        >
          {t(`checks.submit_${action}`)}
        </button>
        <button type="button" className="button button-small" onClick={onCancel}>
          {t('checks.cancel')}
        </button>
      </div>
    </form>
  );
}

function focusOnce(element: HTMLElement | null): void {
  element?.focus();
}
