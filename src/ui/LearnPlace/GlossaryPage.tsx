/** The words of the app. A link from a lesson leads to its entry; the browser's Back leads back. */
import { useEffect } from 'react';
import { termSlug } from '../../learn/glossary.ts';
import { t } from '../../text/text.ts';
import { placeHref } from '../places.ts';
import { LinkedText } from './LearnText.tsx';
import { useProse } from './prose.tsx';

/** @param rest the entry to show, as `termSlug` names it; empty: the beginning */
export function GlossaryPage({ rest }: { rest: string }) {
  const { glossary } = useProse();
  useEffect(() => {
    if (rest === '') return;
    const entry = document.getElementById(`term-${rest}`);
    entry?.scrollIntoView({ block: 'center' });
    entry?.focus({ preventScroll: true });
  }, [rest]);
  return (
    <>
      <p className="small">
        <a href={placeHref('learn')}>{t('learn.allLessons')}</a>
      </p>
      <h1>{t('shell.glossary')}</h1>
      <dl className="glossary">
        {glossary.map(({ term, shown = term, text }) => {
          const slug = termSlug(term);
          return (
            <div
              key={term}
              id={`term-${slug}`}
              className="glossary-entry"
              tabIndex={-1}
              data-chosen={slug === rest || undefined}
            >
              <dt>{shown}</dt>
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
