/** One vector put to use: which, where, how strongly, and the check that says whether it works. */
import { useId, useMemo, useState } from 'react';
import type { Operator } from '../../core/steering/types.ts';
import { draftOf, newDraft } from '../../state/checks/checkForm.ts';
import { checkKey, checkWords, shownCheckTitle } from '../../state/checks/checks.ts';
import { type AppliedDraft, EVALUATE_STRENGTH_RANGE, type Section } from '../../state/evaluate/evaluate.ts';
import { operatorLabel } from '../../state/playground/card.ts';
import { groupPresets, presetLabel } from '../../state/playground/presets.ts';
import { selectNumLayers, selectSteerable } from '../../state/selectors.ts';
import { savedLabel, savedVector } from '../../state/vectors/savedVectors.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { CheckForm } from '../ChecksPanel/CheckForm.tsx';
import { NumberField } from '../controls/NumberField.tsx';
import { TextField } from '../controls/TextField.tsx';

interface VectorFieldsProps {
  section: Section;
  index: number;
  draft: AppliedDraft;
}

export function VectorFields({ section, index, draft }: VectorFieldsProps) {
  const vectors = useAppState((state) => state.evaluate.vectors);
  const numLayers = useAppState(selectNumLayers);
  const { changeEvaluated, removeEvaluated } = useActions();
  const name = legend(section, index, vectors.length);
  const { setting } = draft;
  const change = (parts: Partial<AppliedDraft['setting']>) =>
    changeEvaluated(index, { setting: { ...setting, ...parts } });
  return (
    <fieldset className="evaluate-vector">
      <legend className="eyebrow">{name}</legend>
      <VectorSelect index={index} draft={draft} />
      <div className="evaluate-setting">
        {section === 'layer' ? null : (
          <Labelled label={t('evaluate.layer')}>
            <NumberField
              name={t('evaluate.layerOf', { vector: name })}
              value={setting.layer}
              range={{ min: 0, max: numLayers - 1, step: 1 }}
              onChange={(layer) => change({ layer })}
            />
          </Labelled>
        )}
        {section === 'strength' || section === 'compose' || setting.operator === 'ablate' ? null : (
          <Labelled label={t('evaluate.strength')}>
            <NumberField
              name={t('evaluate.strengthOf', { vector: name })}
              value={setting.strength}
              range={EVALUATE_STRENGTH_RANGE}
              onChange={(strength) => change({ strength })}
            />
          </Labelled>
        )}
        <OperatorSelect
          name={name}
          operator={setting.operator}
          onChange={(operator) => change({ operator })}
        />
      </div>
      {section === 'compose' ? (
        <TextField
          isNumbers
          label={t('evaluate.strengthsOf', { vector: name })}
          value={draft.strengths}
          onChange={(strengths) => changeEvaluated(index, { strengths })}
        />
      ) : null}
      {section === 'exclude' && index === 0 ? null : <CheckChoice index={index} draft={draft} />}
      {section === 'conditions' && vectors.length > 1 ? (
        <div>
          <button type="button" className="button button-small" onClick={() => removeEvaluated(index)}>
            {t('evaluate.removeVector', { number: index + 1 })}
          </button>
        </div>
      ) : null}
    </fieldset>
  );
}

function legend(section: Section, index: number, vectors: number): string {
  if (section === 'compose') return t(index === 0 ? 'evaluate.vectorA' : 'evaluate.vectorB');
  if (section === 'exclude') return t(index === 0 ? 'evaluate.vectorAsks' : 'evaluate.vectorForbids');
  return section === 'conditions' && vectors > 1
    ? t('evaluate.vectorNumber', { number: index + 1 })
    : t('evaluate.vector');
}

function Labelled({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <span className="field-label" aria-hidden="true">
        {label}
      </span>
      {children}
    </div>
  );
}

function VectorSelect({ index, draft }: { index: number; draft: AppliedDraft }) {
  const presets = useAppState((state) => state.presets.list);
  const entries = useAppState((state) => state.library.entries);
  const info = useAppState((state) => state.model.info);
  const { chooseEvaluated } = useActions();
  const groups = groupPresets(presets);
  const saved = useMemo(() => entries.map(savedVector), [entries]);
  const isKnown = useAppState((state) => draft.id === null || selectSteerable(state, draft.id) !== null);
  const missing = useAppState(({ presets: { phase }, library }) =>
    phase === 'loading' || library.phase === 'loading' ? t('evaluate.readingList') : t('evaluate.notThere'),
  );
  const id = useId();
  return (
    <div>
      <label className="field-label" htmlFor={id}>
        {t('evaluate.steerBy')}
      </label>
      <select
        id={id}
        className="select-field"
        value={draft.id ?? ''}
        onChange={({ target }) => chooseEvaluated(index, target.value)}
      >
        {draft.id === null ? <option value="">{t('evaluate.chooseVector')}</option> : null}
        {isKnown ? null : <option value={draft.id ?? ''}>{missing}</option>}
        {saved.length > 0 ? (
          <optgroup label={t('evaluate.yours')}>
            {saved.map((each) => (
              <option key={each.id} value={each.id}>
                {savedLabel(each, info)}
              </option>
            ))}
          </optgroup>
        ) : null}
        {groups.map(({ family, presets: members }) => (
          <optgroup key={family} label={family}>
            {members.map((each) => (
              <option key={each.id} value={each.id}>
                {presetLabel(each, info)}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </div>
  );
}

interface OperatorSelectProps {
  name: string;
  operator: Operator;
  onChange: (operator: Operator) => void;
}

function OperatorSelect({ name, operator, onChange }: OperatorSelectProps) {
  return (
    <div className="evaluate-operator">
      <span className="field-label" aria-hidden="true">
        {t('evaluate.operator')}
      </span>
      <select
        className="select-field"
        aria-label={t('evaluate.operatorOf', { vector: name })}
        value={operator}
        onChange={({ target }) => onChange(target.value as Operator)}
      >
        {OPERATORS.map((value) => (
          <option key={value} value={value}>
            {operatorLabel(value)}
          </option>
        ))}
      </select>
    </div>
  );
}

const FIRST_OFFERED = 'length_constraints:number_words';

/** The vector's own check, or another in its place. */
function CheckChoice({ index, draft: { id, check } }: { index: number; draft: AppliedDraft }) {
  const own = useAppState((state) => (id === null ? null : (selectSteerable(state, id)?.check ?? null)));
  const { changeEvaluated } = useActions();
  const [isOpen, setOpen] = useState(false);
  const isOwn = own !== null && check !== null && checkKey(own) === checkKey(check);
  if (isOpen) {
    return (
      <CheckForm
        initial={check ? draftOf(check) : newDraft(FIRST_OFFERED)}
        taken={[]}
        action="save"
        onDone={(changed) => {
          changeEvaluated(index, { check: changed });
          setOpen(false);
        }}
        onCancel={() => setOpen(false)}
      />
    );
  }
  return (
    <div className="evaluate-check">
      <span className="field-label">{t('evaluate.judgedBy')}</span>
      <p className="small">
        {check ? (
          <>
            <strong>{shownCheckTitle(check)}</strong>: <span lang="en">{checkWords(check)}</span>
          </>
        ) : (
          t('evaluate.noCheckMeasured')
        )}
      </p>
      <div className="checks-actions">
        <button type="button" className="button button-small" onClick={() => setOpen(true)}>
          {t(check ? 'evaluate.changeCheck' : 'evaluate.chooseCheck')}
        </button>
        {own && !isOwn ? (
          <button
            type="button"
            className="button button-small"
            onClick={() => changeEvaluated(index, { check: own })}
          >
            {t('evaluate.backToOwn')}
          </button>
        ) : null}
      </div>
    </div>
  );
}

const OPERATORS: readonly Operator[] = ['setProjection', 'add', 'ablate'];
