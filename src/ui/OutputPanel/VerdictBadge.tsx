/** What the checker says about a text: a word and a sign, never colour alone; then the reason. */

import type { LaneRun, VerdictWord } from '../../state/playground/lane.ts';
import { verdictReason } from '../../state/playground/verdictWords.ts';
import { verdictText } from '../../state/selectors.ts';

const SIGNS: Record<VerdictWord, string> = {
  pass: 'M3 8.5 6.5 12 13 4.5',
  fail: 'M4 4l8 8M12 4l-8 8',
  undecided: 'M3.5 8h1M7.5 8h1M11.5 8h1',
  'no check': 'M4 8h8',
};

export function VerdictBadge({ lane }: { lane: LaneRun }) {
  const { verdict } = lane;
  const text = verdictText(lane);
  if (!verdict || !text) return null;
  const { words, detail } = verdictReason(verdict);
  return (
    <p className="verdict-line">
      <span className="verdict" data-word={verdict.word}>
        <svg aria-hidden="true" viewBox="0 0 16 16" width="14" height="14">
          <path d={SIGNS[verdict.word]} />
        </svg>
        <span>{text}</span>
      </span>
      <span className="verdict-reason small muted">
        {words}
        {detail === '' ? null : <span lang="en">{detail}</span>}
      </span>
    </p>
  );
}
