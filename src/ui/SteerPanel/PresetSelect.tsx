/** The instruction to steer by, with what was measured for it. */
import { useId, useMemo } from 'react';
import { groupPresets, type Preset, presetLabel } from '../../state/presets.ts';
import { selectPreset } from '../../state/selectors.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Switch } from '../controls/Switch.tsx';

export function PresetSelect() {
  const { phase, list } = useAppState((state) => state.presets);
  const preset = useAppState(selectPreset);
  const isOn = useAppState((state) => state.steering.isOn);
  const { choosePreset, setSteeringOn } = useActions();
  const groups = useMemo(() => groupPresets(list), [list]);
  const id = useId();
  const hint = useId();
  return (
    <div>
      <div className="steer-head">
        <label className="field-label" htmlFor={id}>
          Instruction
        </label>
        <Switch name="Steering" isOn={isOn} onChange={setSteeringOn} />
      </div>
      <select
        id={id}
        className="select-field steer-preset"
        value={preset?.id ?? ''}
        disabled={list.length === 0}
        aria-describedby={hint}
        onChange={({ target }) => choosePreset(target.value)}
      >
        {preset ? null : <option value="">{phase === 'failed' ? 'no presets' : 'reading presets'}</option>}
        {groups.map(({ family, presets }) => (
          <optgroup key={family} label={family}>
            {presets.map((each) => (
              <option key={each.id} value={each.id}>
                {presetLabel(each)}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      <div id={hint} className="steer-evidence small">
        {preset ? <Evidence preset={preset} /> : null}
      </div>
    </div>
  );
}

function Evidence({ preset }: { preset: Preset }) {
  const { counts, works, instruction } = preset;
  return (
    <>
      <p className="muted">In words: “{instruction}”</p>
      {counts ? (
        <p className="muted numbers">
          Pass: plain {counts.plain} · words {counts.words} ·{' '}
          <strong>
            steered {counts.steered} of {counts.prompts}
          </strong>
        </p>
      ) : null}
      {works === 'perhaps' ? <p className="steer-caution">A weak effect on this model.</p> : null}
      {works === 'no' ? (
        <p className="steer-caution">Does not work on this model, and is shown for that reason.</p>
      ) : null}
    </>
  );
}
