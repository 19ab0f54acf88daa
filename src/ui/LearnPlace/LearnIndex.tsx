/** The way in: the six lessons with how far one is, and what else there is to read. */
import { LESSONS } from '../../learn/lessons/index.ts';
import { useAppState } from '../appContext.tsx';
import { PresentButton } from '../Presenting/PresentButton.tsx';
import { usePresenterKeys } from '../Presenting/usePresenterKeys.ts';
import { placeHref } from '../places.ts';

export function LearnIndex() {
  const revealed = useAppState((state) => state.learn.revealed);
  const next = LESSONS.find(({ id }) => !revealed.includes(id));
  const isPresenting = useAppState((state) => state.settings.isPresenting);
  usePresenterKeys(isPresenting, {
    forward() {
      const lesson = next ?? LESSONS[0];
      if (lesson) window.location.hash = placeHref('learn', lesson.id);
    },
    back() {},
  });
  return (
    <>
      <h1>Learn</h1>
      <p className="learn-lead">
        Six short lessons on activation steering. Each asks for one prediction, shows what a replication of
        the paper’s pipeline on the embedded model found, and lets you run the experiment on the model in this
        page. They need no network and no model to read.
      </p>
      <div className="learn-actions">
        {next ? (
          <a className="button button-primary" href={placeHref('learn', next.id)}>
            {revealed.length === 0 ? 'Begin with lesson 1' : `Go on with lesson ${LESSONS.indexOf(next) + 1}`}
          </a>
        ) : (
          <p>All six are done. Each can be done again.</p>
        )}
        <PresentButton />
      </div>
      <ol className="lesson-list">
        {LESSONS.map(({ id, title, summary }, index) => (
          <li key={id} className="card">
            <a href={placeHref('learn', id)}>
              <span className="lesson-number numbers" aria-hidden="true">
                {index + 1}
              </span>
              <span className="lesson-name">{title}</span>
              {revealed.includes(id) ? <span className="lesson-done small">done</span> : null}
            </a>
            <p className="muted">{summary}</p>
          </li>
        ))}
      </ol>
      <ul className="learn-more">
        <li>
          <a href={placeHref('learn', 'glossary')}>Glossary</a>: the words of the app, from token to
          perplexity.
        </li>
        <li>
          <a href={placeHref('learn', 'responsible-use')}>Responsible use</a>: what this is for, and what it
          is not for.
        </li>
      </ul>
    </>
  );
}
