/** Every check's verdict, and both of IFEval's ways to check, for those who ask. */
import type { LaneRun, Verdict } from '../../state/playground/lane.ts';

export function VerdictDetails({ lane }: { lane: LaneRun }) {
  const { strict = null, loose = null, parts = [] } = lane.verdict ?? {};
  const isSeveral = parts.length > 1;
  if (!isSeveral && (strict === null || loose === null)) return null;
  return (
    <details className="verdict-details small">
      <summary>{isSeveral ? `All ${parts.length} checks, strict and loose` : 'Strict and loose'}</summary>
      {isSeveral ? (
        <ul className="verdict-parts">
          {parts.map((part) => (
            <li key={part.id}>
              <strong>{part.title}:</strong> {readings(part)}
              <span className="muted"> · {part.reason}</span>
            </li>
          ))}
        </ul>
      ) : null}
      {strict !== null && loose !== null ? (
        <p>
          Strict: {passed(strict)}. Loose: {passed(loose)}. Loose also accepts the text without its first or
          last line, or without its asterisks.
        </p>
      ) : null}
    </details>
  );
}

function readings({ word, isFinal, strict, loose }: Verdict['parts'][number]): string {
  if (strict !== null && loose !== null) return `strict ${passed(strict)}, loose ${passed(loose)}`;
  return isFinal || word === 'no check' ? word : `${word} so far`;
}

const passed = (isPassed: boolean): string => (isPassed ? 'pass' : 'fail');
