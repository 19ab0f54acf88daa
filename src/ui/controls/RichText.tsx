/** A text of the catalogue with parts that are links or stand out: `found out under <link>Evaluate</link>.` */
import { Fragment, type ReactNode } from 'react';
import { markedParts } from '../../text/marks.ts';

interface RichTextProps {
  text: string;
  /** by the name of the mark; a mark without one shows its words as they are */
  marks: Readonly<Record<string, (words: string) => ReactNode>>;
}

export function RichText({ text, marks }: RichTextProps) {
  let place = 0;
  return markedParts(text).map(({ mark, words }) => (
    <Fragment key={place++}>{mark === null ? words : (marks[mark]?.(words) ?? words)}</Fragment>
  ));
}
