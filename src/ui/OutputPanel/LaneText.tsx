/** A lane's text with what is marked in it: the verdict's place, differences, and the ribbon under its tokens. */
import { memo } from 'react';
import type { Verdict } from '../../state/playground/lane.ts';
import type { Segment } from '../../state/playground/segments.ts';

interface LaneTextProps {
  segments: readonly Segment[];
  /** may be of an earlier, shorter state of the same text; while it can change, the mark is a neutral one */
  verdict: Verdict | null;
  /** a step of the ribbon per token, each of which can then be looked at; empty without a ribbon */
  ribbon: readonly (number | null)[];
}

export function LaneText({ segments, verdict, ribbon }: LaneTextProps) {
  return segments.map((segment, index) => {
    const step = segment.token === null ? null : (ribbon[segment.token] ?? null);
    return (
      <Piece
        // biome-ignore lint/suspicious/noArrayIndexKey: a text grows at its end, and its pieces stay in their places
        key={index}
        text={segment.text}
        token={segment.token}
        step={step}
        reason={segment.isMarked ? (verdict?.reason ?? '') : ''}
        verdictWord={segment.isMarked ? (verdict?.isFinal ? verdict.word : 'open') : null}
        isDifferent={segment.isDifferent}
      />
    );
  });
}

interface PieceProps {
  text: string;
  token: number | null;
  step: number | null;
  reason: string;
  verdictWord: string | null;
  isDifferent: boolean;
}

/** Only the end of a text changes while it streams. The keyboard gets to a token by arrows, so that all are one stop. */
const Piece = memo(function Piece({ text, token, step, reason, verdictWord, isDifferent }: PieceProps) {
  const isToken = token !== null && step !== null;
  if (!isToken && verdictWord === null && !isDifferent) return text;
  const Tag = verdictWord === null ? 'span' : 'mark';
  return (
    <Tag
      className={verdictWord === null ? undefined : 'verdict-mark'}
      data-word={verdictWord === null || verdictWord === 'open' ? undefined : verdictWord}
      data-token={isToken ? token : undefined}
      tabIndex={isToken ? -1 : undefined}
      data-step={step ?? undefined}
      data-different={isDifferent || undefined}
      title={isToken ? undefined : reason || undefined}
    >
      {text}
    </Tag>
  );
});
