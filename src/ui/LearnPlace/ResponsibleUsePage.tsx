/** What the app is for, what it is not for, and what to know about steered text. */
import { t } from '../../text/text.ts';
import { placeHref } from '../places.ts';
import { useProse } from './prose.tsx';

export function ResponsibleUsePage() {
  const { responsibleUse } = useProse();
  return (
    <>
      <p className="small">
        <a href={placeHref('learn')}>{t('learn.allLessons')}</a>
      </p>
      <h1>{t('shell.responsibleUse')}</h1>
      {responsibleUse.map(({ title, points }) => (
        <section key={title} className="use-section">
          <h2>{title}</h2>
          <ul>
            {points.map((point) => (
              <li key={point}>{point}</li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
