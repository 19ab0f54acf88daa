/** The instruction to steer by: a shipped preset or one of the user's own vectors. */

import { useId, useMemo } from 'react';
import { groupPresets, presetLabel, shownTitle } from '../../state/playground/presets.ts';
import { selectChosen } from '../../state/selectors.ts';
import { savedLabel, savedVector } from '../../state/vectors/savedVectors.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Switch } from '../controls/Switch.tsx';
import { Evidence } from './Evidence.tsx';

export function InstructionSelect({ isOn }: { isOn: boolean }) {
  const { phase, list } = useAppState((state) => state.presets);
  const { entries, problem } = useAppState((state) => state.library);
  const info = useAppState((state) => state.model.info);
  const chosen = useAppState(selectChosen);
  const { chooseVector, setSteeringOn } = useActions();
  const groups = groupPresets(list);
  const saved = useMemo(() => entries.map(savedVector), [entries]);
  const id = useId();
  const hint = useId();
  const isEmpty = list.length === 0 && saved.length === 0;
  return (
    <div>
      <div className="steer-head">
        <label className="field-label" htmlFor={id}>
          {t('steering.instruction')}
        </label>
        <Switch name={t('steering.steering')} isOn={isOn} onChange={(on) => setSteeringOn(on)} />
      </div>
      <select
        id={id}
        className="select-field steer-instruction"
        value={chosen?.id ?? ''}
        disabled={isEmpty}
        aria-describedby={hint}
        onChange={({ target }) => chooseVector(target.value)}
      >
        {chosen ? null : (
          <option value="">{t(isEmpty ? `steering.presets_${phase}` : 'steering.choose')}</option>
        )}
        {saved.length > 0 ? (
          <optgroup label={t('steering.yours')}>
            {saved.map((each) => (
              <option key={each.id} value={each.id}>
                {savedLabel(each, info)}
              </option>
            ))}
          </optgroup>
        ) : null}
        {groups.map(({ family, presets }) => (
          <optgroup key={family} label={family}>
            {presets.map((each) => (
              <option key={each.id} value={each.id}>
                {/* what is known of the chosen one stands below, and the closed field is narrow */}
                {each.id === chosen?.id ? shownTitle(each) : presetLabel(each, info)}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      <div id={hint} className="steer-evidence small" data-waiting={phase === 'loading' || undefined}>
        {chosen ? <Evidence chosen={chosen} /> : null}
      </div>
      {problem ? <p className="steer-problem small">{problem}</p> : null}
    </div>
  );
}
