/** The way in: the six lessons with how far one is, and what else there is to read. */
import { lessonsIn } from '../../learn/lessons/index.ts';
import { t } from '../../text/text.ts';
import { useAppState } from '../appContext.tsx';
import { RichText } from '../controls/RichText.tsx';
import { PresentButton } from '../Presenting/PresentButton.tsx';
import { usePresenterKeys } from '../Presenting/usePresenterKeys.ts';
import { placeHref } from '../places.ts';
import { useProse } from './prose.tsx';

export function LearnIndex() {
  const lessons = lessonsIn(useProse());
  const revealed = useAppState((state) => state.learn.revealed);
  const next = lessons.find(({ id }) => !revealed.includes(id));
  const isPresenting = useAppState((state) => state.settings.isPresenting);
  usePresenterKeys(isPresenting, {
    forward() {
      const lesson = next ?? lessons[0];
      if (lesson) window.location.hash = placeHref('learn', lesson.id);
    },
    back() {},
  });
  return (
    <>
      <h1>{t('shell.learn')}</h1>
      <p className="learn-lead">{t('learn.lead')}</p>
      <div className="learn-actions">
        {next ? (
          <a className="button button-primary" href={placeHref('learn', next.id)}>
            {revealed.length === 0
              ? t('learn.begin')
              : t('learn.goOn', { number: lessons.indexOf(next) + 1 })}
          </a>
        ) : (
          <p>{t('learn.allDone')}</p>
        )}
        <PresentButton />
      </div>
      <ol className="lesson-list">
        {lessons.map(({ id, title, summary }, index) => (
          <li key={id} className="card">
            <a href={placeHref('learn', id)}>
              <span className="lesson-number numbers" aria-hidden="true">
                {index + 1}
              </span>
              <span className="lesson-name">{title}</span>
              {revealed.includes(id) ? <span className="lesson-done small">{t('learn.done')}</span> : null}
            </a>
            <p className="muted">{summary}</p>
          </li>
        ))}
      </ol>
      <ul className="learn-more">
        <li>
          <RichText
            text={t('learn.aboutGlossary')}
            marks={{ link: (words) => <a href={placeHref('learn', 'glossary')}>{words}</a> }}
          />
        </li>
        <li>
          <RichText
            text={t('learn.aboutUse')}
            marks={{ link: (words) => <a href={placeHref('learn', 'responsible-use')}>{words}</a> }}
          />
        </li>
      </ul>
    </>
  );
}
