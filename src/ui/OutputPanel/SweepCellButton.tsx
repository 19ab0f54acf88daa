import { isLive } from '../../state/playground/lane.ts';
import { type SweepAxis, type SweepCell, sweepValueText } from '../../state/playground/sweep.ts';
import { repeats, verdictText } from '../../state/selectors.ts';
import { decimal } from '../../text/numbers.ts';
import { t } from '../../text/text.ts';

interface SweepCellButtonProps {
  cell: SweepCell;
  axis: SweepAxis;
  isCurrent: boolean;
  onAdopt: () => void;
}

/** One short answer with its verdict; pressed where it is what is set. */
export function SweepCellButton({ cell: { value, lane }, axis, isCurrent, onAdopt }: SweepCellButtonProps) {
  const isBroken = repeats(lane);
  const verdict = isBroken ? t('playground.repeats') : verdictText(lane);
  const place = sweepValueText(axis, value);
  return (
    <button
      type="button"
      className="sweep-cell card"
      aria-pressed={isCurrent}
      aria-label={t(axis === 'layer' ? 'playground.sweepUseLayer' : 'playground.sweepUseStrength', {
        value: axis === 'layer' ? value : place,
        verdict: verdict ?? t('playground.sweepNoText'),
      })}
      onClick={onAdopt}
    >
      <span className="sweep-cell-head small">
        <strong className="numbers">{place}</strong>
        {verdict ? (
          <span className="sweep-verdict" data-word={isBroken ? 'fail' : lane.verdict?.word}>
            {verdict}
          </span>
        ) : null}
      </span>
      <span className="sweep-text" dir="auto">
        {lane.text}
        {isLive(lane) ? <span className="output-caret" aria-hidden="true" /> : null}
      </span>
      <span className="sweep-cost small muted numbers">
        {lane.perplexity === null ? null : t('cost.perplexity', { value: decimal(lane.perplexity, 1) })}
      </span>
    </button>
  );
}
