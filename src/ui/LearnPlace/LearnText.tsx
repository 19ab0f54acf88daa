/** Paragraphs whose terms lead to the glossary. */
import { Fragment } from 'react';
import { termSlug } from '../../learn/glossary.ts';
import { textParts } from '../../learn/markup.ts';
import { placeHref } from '../places.ts';

export function LearnText({ paragraphs }: { paragraphs: readonly string[] }) {
  return (
    <div className="learn-text">
      {paragraphs.map((text) => (
        <p key={text}>
          <LinkedText text={text} />
        </p>
      ))}
    </div>
  );
}

export function LinkedText({ text }: { text: string }) {
  let place = 0;
  return textParts(text).map((part) => {
    const key = place++;
    if (typeof part === 'string') return <Fragment key={key}>{part}</Fragment>;
    return (
      <a key={key} className="term-link" href={placeHref('learn', 'glossary', termSlug(part.term))}>
        {part.shown}
      </a>
    );
  });
}
