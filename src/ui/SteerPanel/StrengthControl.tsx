/** How strongly the vector acts, on a scale with a meaning; the raw number stands beside. */

import { windowText } from '../../state/evaluate/searchWords.ts';
import { STRENGTH_RANGE } from '../../state/playground/card.ts';
import { selectStrengthWindow } from '../../state/playground/findings.ts';
import { rawValueText } from '../../state/selectors.ts';
import { asWritten } from '../../text/numbers.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { SliderField, Tick } from '../controls/SliderField.tsx';
import { DegenerateZones } from './DegenerateZones.tsx';

interface StrengthControlProps {
  strength: number;
  /** by the operator that is set */
  isUnused: boolean;
}

export function StrengthControl({ strength, isUnused }: StrengthControlProps) {
  const rawValue = useAppState(rawValueText);
  const found = useAppState(selectStrengthWindow);
  const isNew = useAppState((state) => !state.settings.hasMovedStrength);
  const { setStrength } = useActions();
  return (
    <div>
      <SliderField
        name={t('steering.strength')}
        shortcut="strength"
        breathes={isNew}
        value={strength}
        range={STRENGTH_RANGE}
        onChange={(value) => setStrength(value)}
        origin={0}
        backdrop={found && !isUnused ? <DegenerateZones limits={found} /> : null}
        valueText={describeStrength(strength)}
        isDisabled={isUnused}
        note={isUnused ? t('steering.unused') : rawValue}
        ticks={
          <>
            <Tick value={-2} range={STRENGTH_RANGE} />
            <Tick value={0} range={STRENGTH_RANGE} word={t('steering.plain')} />
            <Tick value={1} range={STRENGTH_RANGE} word={t('steering.asInstructed')} side="after" />
            <Tick value={3} range={STRENGTH_RANGE} />
          </>
        }
      />
      {found && !isUnused ? (
        <p className="strength-finding small muted">{t('steering.found', { reason: windowText(found) })}</p>
      ) : null}
    </div>
  );
}

function describeStrength(strength: number): string {
  if (strength === 0) return t('steering.strengthPlain');
  return strength === 1 ? t('steering.strengthInstructed') : asWritten(strength);
}
