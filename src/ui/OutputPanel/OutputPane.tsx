/** One answer: its text as it is decoded, then verdict, reason and numbers. */
import { useId } from 'react';
import { isLive, type LaneRun, shownText } from '../../state/playground/lane.ts';
import { laneNumbers } from '../../state/selectors.ts';
import { MarkedText } from './MarkedText.tsx';
import { VerdictBadge } from './VerdictBadge.tsx';
import { VerdictDetails } from './VerdictDetails.tsx';

interface OutputPaneProps {
  title: string;
  kind: 'plain' | 'steer';
  subtitle: string;
  note: string | null;
  lane: LaneRun;
  emptyText: string;
}

/** A text that scrolls must be reachable with the keyboard, in browsers that do not see to it themselves as well. */
const REACHABLE = { tabIndex: 0 };

export function OutputPane({ title, kind, subtitle, note, lane, emptyText }: OutputPaneProps) {
  const id = useId();
  const { text, superseded } = shownText(lane);
  const isEmpty = text === '' && superseded === '';
  return (
    <section className="output-pane card" data-kind={kind} aria-labelledby={id}>
      <div className="output-head">
        <h2 id={id}>{title}</h2>
        <p className="small muted numbers">{[subtitle, note].filter(Boolean).join(' · ')}</p>
      </div>
      <div className="output-text" {...REACHABLE}>
        {isEmpty && lane.status !== 'waiting' ? <p className="output-empty muted">{emptyText}</p> : null}
        <p className="output-words">
          <MarkedText text={text} verdict={lane.verdict} />
          {isLive(lane) ? <span className="output-caret" aria-hidden="true" /> : null}
          {superseded ? (
            <span className="output-superseded" aria-hidden="true">
              {superseded}
            </span>
          ) : null}
        </p>
      </div>
      <div className="output-foot">
        <VerdictBadge lane={lane} />
        <VerdictDetails lane={lane} />
        <p className="output-numbers small muted numbers">{laneNumbers(lane)}</p>
      </div>
    </section>
  );
}
