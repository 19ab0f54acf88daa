/** Every check's verdict, and both of IFEval's ways to check, for those who ask. */

import type { LaneRun, Verdict } from '../../state/playground/lane.ts';
import { partTitle, shownVerdict, verdictWord } from '../../state/playground/verdictWords.ts';
import { t } from '../../text/text.ts';

export function VerdictDetails({ lane }: { lane: LaneRun }) {
  const { strict = null, loose = null, parts = [] } = lane.verdict ?? {};
  const isSeveral = parts.length > 1;
  if (!isSeveral && (strict === null || loose === null)) return null;
  return (
    <details className="verdict-details small">
      <summary>
        {isSeveral
          ? t('playground.allStrictAndLoose', { count: parts.length })
          : t('playground.strictAndLoose')}
      </summary>
      {isSeveral ? (
        <ul className="verdict-parts">
          {parts.map((part) => (
            <li key={part.id}>
              <strong>{partTitle(part)}:</strong> {readings(part)}
              <span className="muted">
                {' · '}
                <span lang="en">{part.reason}</span>
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {strict !== null && loose !== null ? (
        <p>{t('playground.readingsHint', { strict: passed(strict), loose: passed(loose) })}</p>
      ) : null}
    </details>
  );
}

function readings(part: Verdict['parts'][number]): string {
  const { strict, loose } = part;
  if (strict === null || loose === null) return shownVerdict(part);
  return t('playground.readings', { strict: passed(strict), loose: passed(loose) });
}

const passed = (isPassed: boolean): string => verdictWord(isPassed ? 'pass' : 'fail');
