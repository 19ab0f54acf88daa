/** Whether an answer passes: a word beside the sign, never colour alone. */
import type { AnswerVerdict } from '../../core/search/layerSearch.ts';
import { t } from '../../text/text.ts';

export type ShownVerdict = AnswerVerdict | 'noCheck';

const SIGNS: Record<ShownVerdict, string> = {
  pass: 'M3 8.5 6.5 12 13 4.5',
  fail: 'M4 4l8 8M12 4l-8 8',
  degenerate: 'M4 4l8 8M12 4l-8 8',
  noCheck: 'M4 8h8',
};

export function VerdictWord({ verdict }: { verdict: ShownVerdict }) {
  return (
    <span className="verdict" data-word={verdict === 'degenerate' ? 'fail' : verdict}>
      <svg aria-hidden="true" viewBox="0 0 16 16" width="14" height="14">
        <path d={SIGNS[verdict]} />
      </svg>
      <span>{t(`evaluate.${verdict}`)}</span>
    </span>
  );
}
