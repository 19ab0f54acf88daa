/** Which prompts are answered: a built-in set, the user's own lines, or a file in IFEval's format. */
import { useId } from 'react';
import { type PromptSource, promptCount, type Section } from '../../state/evaluate/evaluate.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { NumberField } from '../controls/NumberField.tsx';

export function PromptFields({ section }: { section: Section }) {
  const evaluate = useAppState((state) => state.evaluate);
  const { setEvaluatePrompts, setEvaluate } = useActions();
  const id = useId();
  const { source, count } = evaluate.prompts[section];
  const available = promptCount(evaluate, source);
  return (
    <fieldset className="evaluate-prompts">
      <legend className="eyebrow">Prompts</legend>
      <select
        className="select-field"
        aria-label="Prompts"
        value={source}
        onChange={({ target }) => setEvaluatePrompts({ source: target.value as PromptSource })}
      >
        <option value="validation">built-in, for choosing settings</option>
        <option value="test">built-in, for testing</option>
        <option value="own">my own</option>
        {section === 'conditions' ? <option value="file">a file in IFEval’s format</option> : null}
      </select>
      {available === null || available === 0 ? null : (
        <div className="evaluate-line">
          <span className="field-label numbers" aria-hidden="true">
            How many, of {available}
          </span>
          <NumberField
            name="Number of prompts"
            value={Math.min(count, available)}
            range={{ min: 1, max: available, step: 1 }}
            onChange={(value) => setEvaluatePrompts({ count: value })}
          />
        </div>
      )}
      {source === 'own' ? (
        <div>
          <label className="field-label" htmlFor={id}>
            One prompt a line
          </label>
          <textarea
            id={id}
            className="text-field"
            rows={4}
            value={evaluate.ownPrompts}
            onChange={({ target }) => setEvaluate({ ownPrompts: target.value })}
          />
        </div>
      ) : null}
      {source === 'file' ? <FileField /> : null}
    </fieldset>
  );
}

function FileField() {
  const file = useAppState((state) => state.evaluate.file);
  const { readPromptFile } = useActions();
  const id = useId();
  return (
    <div>
      <label className="field-label" htmlFor={id}>
        JSON lines with key, prompt, instruction_id_list and kwargs
      </label>
      <input
        id={id}
        className="file-field"
        type="file"
        accept=".jsonl,.json,.txt"
        onChange={({ target }) => {
          const picked = target.files?.[0];
          if (picked) void readPromptFile(picked);
        }}
      />
      <p className="small muted numbers">
        {file
          ? `${file.name}: ${file.prompts.length} prompts, each with its own checks.`
          : 'Nothing is uploaded.'}{' '}
        The instruction stands in the prompt, so there are two conditions: as it is, and steered. With
        prompt_without_instruction in every line there are all four.
      </p>
      {file && file.problems.length > 0 ? (
        <ul className="check-problem small">
          {file.problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
