/** What the vector is to be about: chosen from a family or typed, how many pairs, and of which base prompts. */
import { useId } from 'react';
import type { Instruction } from '../../core/pairs/instructions.ts';
import { SPLITS } from '../../core/pairs/table.ts';
import { shownTitle } from '../../state/playground/presets.ts';
import { pairCountRange, withDraft, withForm } from '../../state/vectors/draft.ts';
import {
  FORM_FAMILIES,
  type InstructionForm as Form,
  LISTED_FAMILIES,
  type ListedFamily,
  listed,
  readForm,
} from '../../state/vectors/instruction.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { NumberField } from '../controls/NumberField.tsx';
import { TextField } from '../controls/TextField.tsx';
import './InstructionForm.css';

const isListed = (family: Form['family']): family is ListedFamily =>
  (LISTED_FAMILIES as readonly string[]).includes(family);

export function InstructionForm() {
  const draft = useAppState((state) => state.vectorDraft);
  const { form, count, split } = draft;
  const range = pairCountRange(draft);
  const { changeDraft } = useActions();
  const id = useId();
  const { instruction, problem } = readForm(form);
  const change = (fields: Partial<Form>) => changeDraft((before) => withForm(before, fields));
  const { family } = form;
  return (
    <div className="instruction-form">
      <div>
        <span className="field-label" id={`${id}-family`}>
          {t('vectors.kind')}
        </span>
        <div className="segments family-segments" role="radiogroup" aria-labelledby={`${id}-family`}>
          {FORM_FAMILIES.map((each) => (
            <label key={each}>
              <input
                type="radio"
                name={`${id}-family`}
                checked={each === family}
                onChange={() => change({ family: each })}
              />
              {t(`vectors.family_${each}`)}
            </label>
          ))}
        </div>
      </div>
      <div className="instruction-fields">
        {family === 'free' ? (
          <TextField
            label={t('vectors.ownWords')}
            hint={t('vectors.ownWordsHint')}
            value={form.text}
            problem={problem}
            onChange={(text) => change({ text })}
          />
        ) : null}
        {isListed(family) ? (
          <div>
            <label className="field-label" htmlFor={`${id}-listed`}>
              {t('vectors.instruction')}
            </label>
            <select
              id={`${id}-listed`}
              className="select-field"
              value={form.chosen[family]}
              onChange={({ target }) => change({ chosen: { ...form.chosen, [family]: target.value } })}
            >
              {listed(family).map((each) => (
                <option key={each.id} value={each.id}>
                  {shownTitle(each)}
                </option>
              ))}
            </select>
          </div>
        ) : null}
        {family === 'keyword' ? (
          <div className="keyword-fields">
            <div>
              <label className="field-label" htmlFor={`${id}-mode`}>
                {t('vectors.answerShould')}
              </label>
              <select
                id={`${id}-mode`}
                className="select-field"
                value={form.keywordMode}
                onChange={({ target }) =>
                  change({ keywordMode: target.value === 'exclude' ? 'exclude' : 'include' })
                }
              >
                <option value="include">{t('vectors.mention')}</option>
                <option value="exclude">{t('vectors.avoid')}</option>
              </select>
            </div>
            <TextField
              label={t('vectors.words')}
              hint={t('vectors.wordsHint')}
              value={form.keywords}
              problem={problem}
              onChange={(keywords) => change({ keywords })}
            />
          </div>
        ) : null}
        <div className="instruction-numbers">
          <div>
            <span className="field-label" aria-hidden="true">
              {t('vectors.pairs')}
            </span>
            <NumberField
              name={t('vectors.numberOfPairs')}
              value={Math.min(count, range.max)}
              range={range}
              onChange={(value) => changeDraft((before) => withDraft(before, { count: value }))}
            />
          </div>
          <div>
            <label className="field-label" htmlFor={`${id}-split`}>
              {t('vectors.basePrompts')}
            </label>
            <select
              id={`${id}-split`}
              className="select-field"
              value={split}
              onChange={({ target }) =>
                changeDraft((before) =>
                  withDraft(before, { split: SPLITS.find((each) => each === target.value) ?? 'build' }),
                )
              }
            >
              {SPLITS.map((each) => (
                <option key={each} value={each}>
                  {t(`vectors.split_${each}`)}
                </option>
              ))}
            </select>
          </div>
        </div>
      </div>
      {instruction ? <Wordings instruction={instruction} /> : null}
    </div>
  );
}

/** How the pairs say it, and what judges an answer. */
function Wordings({ instruction }: { instruction: Instruction }) {
  const { phrasings, check, checkNote } = instruction;
  return (
    <details className="wordings small">
      <summary>
        {t('vectors.wordings', { count: phrasings.length })} ·{' '}
        {t(check ? 'vectors.aCheckFits' : 'vectors.noCheck')}
      </summary>
      <ul lang="en">
        {phrasings.map((phrasing) => (
          <li key={phrasing}>{phrasing}</li>
        ))}
      </ul>
      {checkNote ? (
        <p className="muted" lang="en">
          {checkNote}
        </p>
      ) : null}
    </details>
  );
}
