/** What is known about the chosen instruction: its words, its notes, and how well it was seen to work. */
import { selectMeasuredCost } from '../../state/playground/findings.ts';
import type { Preset, PresetCost, PresetCounts } from '../../state/playground/presets.ts';
import { isMeasuredOn } from '../../state/playground/steerable.ts';
import { steeringNotice } from '../../state/selectors.ts';
import type { SavedVector } from '../../state/vectors/savedVectors.ts';
import { decimal } from '../../text/numbers.ts';
import { t } from '../../text/text.ts';
import { useAppState } from '../appContext.tsx';

export function Evidence({ chosen }: { chosen: Preset | SavedVector }) {
  const isMeasuredHere = useAppState(({ model }) => isMeasuredOn(chosen, model.info));
  const notice = useAppState(steeringNotice);
  const { words, setting } = chosen;
  return (
    <>
      {words === null ? null : <p className="muted">{t('steering.inWords', { words })}</p>}
      {setting ? null : <p className="muted">{t('steering.noSetting')}</p>}
      {notice ? <p className="steer-caution">{notice}</p> : null}
      {chosen.source === 'saved' ? <Notes text={chosen.notes} /> : null}
      {chosen.source === 'preset' && chosen.notes !== null ? <Notes text={chosen.notes} /> : null}
      {chosen.source === 'preset' && chosen.notes === null && isMeasuredHere ? (
        <Counts preset={chosen} />
      ) : null}
      {chosen.notes ? <MeasuredCost /> : null}
    </>
  );
}

/** Long ones can be read in full on Vectors. */
const SHOWN_NOTES = 240;

function Notes({ text }: { text: string }) {
  if (text === '') return null;
  const shown = text.length > SHOWN_NOTES ? `${text.slice(0, SHOWN_NOTES).trimEnd()}…` : text;
  return <p className="muted">{shown}</p>;
}

function Counts({ preset: { counts, cost, works } }: { preset: Preset }) {
  return (
    <>
      {counts ? (
        <p className="muted numbers">
          {t('steering.passCounts', { plain: counts.plain, words: counts.words })}{' '}
          <strong>{t('steering.passSteered', { steered: counts.steered, count: counts.prompts })}</strong>
        </p>
      ) : null}
      {counts ? <p className="muted numbers">{cost ? costWords(cost, counts) : t('cost.unknown')}</p> : null}
      {works === 'perhaps' ? <p className="steer-caution">{t('steering.weak')}</p> : null}
      {works === 'no' ? <p className="steer-caution">{t('steering.shownThough')}</p> : null}
    </>
  );
}

function costWords({ perplexityRatio, repetition }: PresetCost, { degenerate }: PresetCounts): string {
  const percent = (share: number) => decimal(100 * share, 0);
  return [
    t('cost.measured', { ratio: decimal(perplexityRatio, 1) }),
    t('cost.repetition', { steered: percent(repetition.steered), plain: percent(repetition.plain) }),
    ...(degenerate > 0 ? [t('cost.fellApart', { count: degenerate })] : []),
  ].join(' · ');
}

/** Of what was searched for here: as it was measured on Evaluate, if it was. */
function MeasuredCost() {
  const found = useAppState(selectMeasuredCost);
  return (
    <p className="muted numbers">
      {found
        ? t('cost.measuredAt', {
            ratio: decimal(found.perplexityRatio, 1),
            layer: found.layer,
            strength: decimal(found.strength, 2),
            prompts: found.prompts,
          })
        : t('cost.unknown')}
    </p>
  );
}
