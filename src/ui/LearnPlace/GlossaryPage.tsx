/** The words of the app. A link from a lesson leads to its entry; the browser's Back leads back. */
import { useEffect } from 'react';
import { GLOSSARY, termSlug } from '../../learn/glossary.ts';
import { placeHref } from '../places.ts';
import { LinkedText } from './LearnText.tsx';

/** @param rest the entry to show, as `termSlug` names it; empty: the beginning */
export function GlossaryPage({ rest }: { rest: string }) {
  useEffect(() => {
    if (rest === '') return;
    const entry = document.getElementById(`term-${rest}`);
    entry?.scrollIntoView({ block: 'center' });
    entry?.focus({ preventScroll: true });
  }, [rest]);
  return (
    <>
      <p className="small">
        <a href={placeHref('learn')}>All lessons</a>
      </p>
      <h1>Glossary</h1>
      <dl className="glossary">
        {GLOSSARY.map(({ term, text }) => {
          const slug = termSlug(term);
          return (
            <div
              key={term}
              id={`term-${slug}`}
              className="glossary-entry"
              tabIndex={-1}
              data-chosen={slug === rest || undefined}
            >
              <dt>{term}</dt>
              <dd>
                <LinkedText text={text} />
              </dd>
            </div>
          );
        })}
      </dl>
    </>
  );
}
