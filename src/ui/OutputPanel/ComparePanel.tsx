/** What stands side by side, and what is marked in the texts. */

import { useId } from 'react';
import { hiddenLanes, MAX_LANES } from '../../state/playground/compare.ts';
import { ribbonLegend } from '../../state/selectors.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Switch } from '../controls/Switch.tsx';

export function ComparePanel() {
  const { hasFourConditions, marksDifferences, hasRibbon } = useAppState((state) => state.compare);
  const hidden = useAppState(({ compare }) => hiddenLanes(compare));
  const { setFourConditions, setDifferences, setRibbon } = useActions();
  const id = useId();
  return (
    <section className="compare-panel card" aria-labelledby={id}>
      <h2 id={id}>{t('playground.compare')}</h2>
      <Row
        name={t('playground.fourConditions')}
        hint={t('playground.fourConditionsHint')}
        isOn={hasFourConditions}
        onChange={setFourConditions}
      />
      {hidden > 0 ? (
        <p className="small muted">{t('playground.keptWait', { count: hidden, max: MAX_LANES })}</p>
      ) : null}
      <Row
        name={t('playground.ribbon')}
        hint={t('playground.ribbonHint')}
        isOn={hasRibbon}
        onChange={setRibbon}
      />
      <RibbonLegend />
      <Row
        name={t('playground.differences')}
        hint={t('playground.differencesHint')}
        isOn={marksDifferences}
        onChange={setDifferences}
      />
    </section>
  );
}

/** From plain to instructed, with a mark where the selected card sets the projection. */
function RibbonLegend() {
  const words = useAppState((state) => ribbonLegend(state)?.words ?? null);
  const target = useAppState((state) => ribbonLegend(state)?.target ?? null);
  if (words === null) return null;
  return (
    <div className="ribbon-legend small muted">
      <p>{words}</p>
      <svg aria-hidden="true" viewBox="-100 0 200 12" preserveAspectRatio="none" width="100%" height="12">
        {STEPS.map((step) => (
          <rect
            key={step}
            data-step={step}
            x={(step * 200) / STEPS.length - 100 / STEPS.length}
            y="5"
            width={200 / STEPS.length}
            height="4"
          />
        ))}
        {target === null ? null : (
          <rect className="ribbon-target" x={target * 99 - 1} y="1" width="2" height="11" />
        )}
      </svg>
      <p className="ribbon-ends">
        <span>{t('playground.ribbonPlain')}</span>
        {target === null ? null : <span>{t('playground.ribbonTarget')}</span>}
        <span>{t('playground.ribbonInstructed')}</span>
      </p>
      <p>{t('playground.ribbonPoint')}</p>
    </div>
  );
}

const STEPS = [-3, -2, -1, 0, 1, 2, 3] as const;

interface RowProps {
  name: string;
  hint: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

function Row({ name, hint, isOn, onChange }: RowProps) {
  return (
    <div className="compare-row">
      <div aria-hidden="true">
        <p>{name}</p>
        <p className="small muted">{hint}</p>
      </div>
      <Switch name={name} isOn={isOn} onChange={onChange} />
    </div>
  );
}
