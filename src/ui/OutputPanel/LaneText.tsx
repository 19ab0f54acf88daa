/** A lane's text with what is marked in it: the verdict's place, differences, and the ribbon under its tokens. */
import { memo } from 'react';
import type { RibbonMark } from '../../state/playground/inside.ts';
import type { Verdict } from '../../state/playground/lane.ts';
import type { Segment } from '../../state/playground/segments.ts';

interface LaneTextProps {
  segments: readonly Segment[];
  /** may be of an earlier, shorter state of the same text; while it can change, the mark is a neutral one */
  verdict: Verdict | null;
  /** a step of the ribbon and what it says, per token; empty without a ribbon */
  ribbon: readonly (RibbonMark | null)[];
  /** leads to the view below the texts, where the keyboard gets to as well */
  onToken: ((token: number) => void) | undefined;
}

export function LaneText({ segments, verdict, ribbon, onToken }: LaneTextProps) {
  return segments.map((segment, index) => {
    const mark = segment.token === null ? null : (ribbon[segment.token] ?? null);
    return (
      <Piece
        // biome-ignore lint/suspicious/noArrayIndexKey: a text grows at its end, and its pieces stay in their places
        key={index}
        text={segment.text}
        token={segment.token}
        step={mark?.step ?? null}
        words={segment.isMarked ? (verdict?.reason ?? '') : (mark?.words ?? '')}
        verdictWord={segment.isMarked ? (verdict?.isFinal ? verdict.word : 'open') : null}
        isDifferent={segment.isDifferent}
        onToken={onToken}
      />
    );
  });
}

interface PieceProps {
  text: string;
  token: number | null;
  step: number | null;
  words: string;
  verdictWord: string | null;
  isDifferent: boolean;
  onToken: ((token: number) => void) | undefined;
}

/** Only the end of a text changes while it streams. */
const Piece = memo(function Piece({
  text,
  token,
  step,
  words,
  verdictWord,
  isDifferent,
  onToken,
}: PieceProps) {
  if (step === null && verdictWord === null && !isDifferent) return text;
  const Tag = verdictWord === null ? 'span' : 'mark';
  return (
    <Tag
      className={verdictWord === null ? undefined : 'verdict-mark'}
      data-word={verdictWord === null || verdictWord === 'open' ? undefined : verdictWord}
      data-step={step ?? undefined}
      data-different={isDifferent || undefined}
      title={words || undefined}
      onClick={onToken && token !== null ? () => onToken(token) : undefined}
    >
      {text}
    </Tag>
  );
});
