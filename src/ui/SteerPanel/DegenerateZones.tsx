/** The parts of the strength track where a sweep found text that falls apart. */
import type { StrengthWindow } from '../../core/search/strengthWindow.ts';
import { STRENGTH_RANGE } from '../../state/playground/card.ts';
import { trackShare } from '../controls/SliderField.tsx';

type Limits = Pick<StrengthWindow, 'degeneratesAbove' | 'degeneratesBelow'>;

export function DegenerateZones({ limits: { degeneratesAbove, degeneratesBelow } }: { limits: Limits }) {
  const { min, max } = STRENGTH_RANGE;
  return (
    <span className="strength-zones" aria-hidden="true">
      {degeneratesBelow === null ? null : <Zone from={min} to={degeneratesBelow} />}
      {degeneratesAbove === null ? null : <Zone from={degeneratesAbove} to={max} />}
    </span>
  );
}

function Zone({ from, to }: { from: number; to: number }) {
  const start = trackShare(from, STRENGTH_RANGE);
  const width = trackShare(to, STRENGTH_RANGE) - start;
  return (
    <span
      className="strength-zone"
      style={{ insetInlineStart: `${start * 100}%`, width: `${Math.max(0, width) * 100}%` }}
    />
  );
}
