/** One lesson: text, prediction, what the record says, the live experiment. Presented, one part fills the screen. */
import { type ReactNode, useEffect, useState } from 'react';
import { LESSON_IDS, type LessonId } from '../../learn/lesson.ts';
import { lessonIn } from '../../learn/lessons/index.ts';
import { RECORD } from '../../learn/recorded.ts';
import { t } from '../../text/text.ts';
import { useAppState } from '../appContext.tsx';
import { PresentButton } from '../Presenting/PresentButton.tsx';
import { usePresenterKeys } from '../Presenting/usePresenterKeys.ts';
import { placeHref } from '../places.ts';
import { LearnText } from './LearnText.tsx';
import { LessonSteps } from './LessonSteps.tsx';
import { LiveCard } from './LiveCard.tsx';
import { PredictionCard } from './PredictionCard.tsx';
import { useProse } from './prose.tsx';
import { RevealCard } from './RevealCard.tsx';
import './LessonPage.css';

export function LessonPage({ id }: { id: LessonId }) {
  const prose = useProse();
  const lesson = lessonIn(prose, id);
  const number = LESSON_IDS.indexOf(id) + 1;
  const total = LESSON_IDS.length;
  const isRevealed = useAppState((state) => state.learn.revealed.includes(id));
  const isPresenting = useAppState((state) => state.settings.isPresenting);
  const parts: { name: string; content: ReactNode }[] = [
    { name: 'text', content: <LearnText paragraphs={lesson.before(RECORD)} /> },
    { name: 'prediction', content: <PredictionCard lesson={lesson} /> },
    ...(isRevealed
      ? [
          { name: 'record', content: <RevealCard lesson={lesson} /> },
          { name: 'meaning', content: <LearnText paragraphs={lesson.after(RECORD)} /> },
          { name: 'live', content: <LiveCard lesson={lesson} /> },
        ]
      : []),
  ];
  const shown = useSlides(parts.length, number - 1, isPresenting);
  return (
    <article className="lesson" data-part={isPresenting ? parts[shown]?.name : undefined}>
      <LessonSteps current={id} />
      <p className="eyebrow">
        {isPresenting
          ? t('learn.partOf', { number, total, part: shown + 1, parts: parts.length })
          : t('learn.lessonOf', { number, total })}
      </p>
      <h1>{lesson.title}</h1>
      {parts.map(({ name, content }, index) => (
        <div key={name} className="lesson-part" hidden={isPresenting && index !== shown}>
          {content}
        </div>
      ))}
      <footer className="lesson-foot">
        <p className="small muted">{t('learn.sources')}</p>
        <ul className="lesson-sources small muted">
          {lesson.sources.map((source) => (
            <li key={source}>{prose.sources[source]}</li>
          ))}
        </ul>
        <nav className="lesson-turn" aria-label={t('learn.turns')}>
          <Turn to={number - 2} words="learn.backTo" />
          <Turn to={number} words="learn.next" />
          <PresentButton />
        </nav>
      </footer>
    </article>
  );
}

function Turn({ to, words }: { to: number; words: 'learn.backTo' | 'learn.next' }) {
  const prose = useProse();
  const id = LESSON_IDS[to];
  if (!id) return null;
  return (
    <a className="button" href={placeHref('learn', id)}>
      {t(words, { title: lessonIn(prose, id).title })}
    </a>
  );
}

/** Forward and back through the parts, and at either end to the lesson beside it. */
function useSlides(count: number, lesson: number, isPresenting: boolean): number {
  const [shown, show] = useState(0);
  // A prediction that is opened again takes the parts after it away.
  const last = count - 1;
  useEffect(() => {
    if (shown > last) show(last);
  }, [shown, last]);
  usePresenterKeys(isPresenting, {
    forward: () => (shown < last ? show(shown + 1) : turnTo(lesson + 1)),
    back: () => (shown > 0 ? show(shown - 1) : turnTo(lesson - 1)),
  });
  return Math.min(shown, last);
}

function turnTo(index: number): void {
  const id = LESSON_IDS[index];
  if (id) window.location.hash = placeHref('learn', id);
}
