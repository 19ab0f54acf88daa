/** Which prompts are answered: a built-in set, the user's own lines, or a file in IFEval's format. */
import { useId } from 'react';
import { type PromptSource, promptCount, type Section } from '../../state/evaluate/evaluate.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { FileField } from '../controls/FileField.tsx';
import { NumberField } from '../controls/NumberField.tsx';

export function PromptFields({ section }: { section: Section }) {
  const evaluate = useAppState((state) => state.evaluate);
  const { setEvaluatePrompts, setEvaluate } = useActions();
  const id = useId();
  const { source, count } = evaluate.prompts[section];
  const available = promptCount(evaluate, source);
  const takesFile = section === 'conditions';
  return (
    <fieldset className="evaluate-prompts">
      <legend className="eyebrow">{t('evaluate.prompts')}</legend>
      <select
        className="select-field"
        aria-label={t('evaluate.prompts')}
        value={source}
        onChange={({ target }) => setEvaluatePrompts({ source: target.value as PromptSource })}
      >
        <option value="validation">{t('evaluate.prompts_validation')}</option>
        <option value="test">{t('evaluate.prompts_test')}</option>
        <option value="own">{t('evaluate.prompts_own')}</option>
        {takesFile ? <option value="file">{t('evaluate.prompts_file')}</option> : null}
      </select>
      {available === null || available === 0 ? null : (
        <div className="evaluate-line">
          <span className="field-label numbers" aria-hidden="true">
            {t('evaluate.howMany', { available })}
          </span>
          <NumberField
            name={t('evaluate.numberOfPrompts')}
            value={Math.min(count, available)}
            range={{ min: 1, max: available, step: 1 }}
            onChange={(value) => setEvaluatePrompts({ count: value })}
          />
        </div>
      )}
      {source === 'own' ? (
        <div>
          <label className="field-label" htmlFor={id}>
            {t('evaluate.onePromptALine')}
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
      {source === 'file' ? <PromptFile /> : null}
    </fieldset>
  );
}

function PromptFile() {
  const file = useAppState((state) => state.evaluate.file);
  const { readPromptFile } = useActions();
  return (
    <div>
      <FileField
        label={t('evaluate.fileLabel')}
        accept=".jsonl,.json,.txt"
        onPick={(picked) => void readPromptFile(picked)}
      />
      <p className="small muted numbers">
        {file
          ? t('evaluate.fileRead', { file: file.name, count: file.prompts.length })
          : t('evaluate.notUploaded')}{' '}
        {t('evaluate.fileHint')}
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
