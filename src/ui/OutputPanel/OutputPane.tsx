/** One answer: its text as it is decoded, then verdict, reason, numbers, and what can be done with it. */

import { useId, useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { followsStack, hasWords, isKeptId, type LaneId } from '../../state/playground/compare.ts';
import { EMPTY_LANE, isLive, shownText, shownTokens } from '../../state/playground/lane.ts';
import { textSegments } from '../../state/playground/segments.ts';
import { selectShownLanes } from '../../state/recorded/shown.ts';
import {
  laneCost,
  laneNote,
  laneNumbers,
  laneSubtitle,
  repeats,
  ribbonSteps,
  selectLaneTitle,
  selectWords,
} from '../../state/selectors.ts';
import { t } from '../../text/text.ts';
import { useAppState } from '../appContext.tsx';
import { LaneActions } from './LaneActions.tsx';
import { LaneText } from './LaneText.tsx';
import { useDifferences } from './useDifferences.ts';
import { VerdictBadge } from './VerdictBadge.tsx';
import { VerdictDetails } from './VerdictDetails.tsx';

/** A text that scrolls must be reachable with the keyboard, in browsers that do not see to it themselves as well. */
const REACHABLE = { tabIndex: 0 };
const NONE: readonly never[] = [];

export function OutputPane({ id }: { id: LaneId }) {
  const headId = useId();
  const lane = useAppState((state) => selectShownLanes(state)[id]) ?? EMPTY_LANE;
  const title = useAppState((state) => selectLaneTitle(state, id));
  const subtitle = useAppState((state) => laneSubtitle(state, id));
  const note = useAppState((state) => laneNote(state, id));
  const cost = useAppState((state) => laneCost(state, id));
  const { text, superseded } = shownText(lane);
  const isEmpty = text === '' && superseded === '';
  const { verdict } = lane;
  const differing = useDifferences(id, text);
  const ribbon = useAppState(useShallow((state) => ribbonSteps(state, id)));
  const tokens = ribbon.length > 0 ? shownTokens(lane) : NONE;
  const range = verdict?.range ?? null;
  const segments = useMemo(
    () => textSegments(text, { verdict: range, differences: differing, tokens }),
    [text, range, differing, tokens],
  );
  return (
    <section className="output-pane card" data-kind={kindOf(id)} aria-labelledby={headId}>
      <div className="output-head">
        <h2 id={headId}>{title}</h2>
        {note ? <p className="small muted">{note}</p> : null}
        {subtitle ? <p className="output-subtitle small muted numbers">{subtitle}</p> : null}
      </div>
      <div className="output-text" {...REACHABLE}>
        {isEmpty && lane.status !== 'waiting' ? <EmptyText id={id} /> : null}
        <p className="output-words" dir="auto" data-lane={id}>
          <LaneText segments={segments} verdict={verdict} ribbon={ribbon} />
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
        <LaneActions id={id} lane={lane} />
        <p className="output-numbers small muted numbers">
          {repeats(lane) ? (
            <span className="output-repeats" title={t('playground.repeatsHint')}>
              {t('playground.repeats')}
            </span>
          ) : null}
          {laneNumbers(lane)}
          {cost ? <span title={t('playground.perplexityHint')}> · {cost}</span> : null}
        </p>
      </div>
    </section>
  );
}

function kindOf(id: LaneId): 'plain' | 'steer' | 'kept' {
  if (isKeptId(id)) return 'kept';
  return followsStack(id) ? 'steer' : 'plain';
}

function EmptyText({ id }: { id: LaneId }) {
  const isSayable = useAppState((state) => selectWords(state) !== '');
  return <p className="output-empty muted">{emptyText(id, isSayable)}</p>;
}

function emptyText(id: LaneId, isSayable: boolean): string {
  if (hasWords(id) && !isSayable) return t('playground.emptyUnsayable');
  return isKeptId(id) ? t('playground.emptyKept') : t(`playground.empty_${id}`);
}
