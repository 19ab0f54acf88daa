/** A text with the place marked that its verdict speaks of. */
import type { Verdict } from '../../state/playground/lane.ts';

/** @param verdict may be of an earlier, shorter state of the same text; while it can change, the mark is a neutral one */
export function MarkedText({ text, verdict }: { text: string; verdict: Verdict | null }) {
  const [start, end] = verdict?.range ?? [0, 0];
  if (!verdict || start >= end || start >= text.length) return text;
  return (
    <>
      {text.slice(0, start)}
      <mark
        className="verdict-mark"
        data-word={verdict.isFinal ? verdict.word : undefined}
        title={verdict.reason}
      >
        {text.slice(start, end)}
      </mark>
      {text.slice(end)}
    </>
  );
}
