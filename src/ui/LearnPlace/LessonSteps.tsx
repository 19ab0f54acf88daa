/** All lessons in a row, the present one marked, those that are done ticked. */
import type { LessonId } from '../../learn/lesson.ts';
import { lessonsIn } from '../../learn/lessons/index.ts';
import { t } from '../../text/text.ts';
import { useAppState } from '../appContext.tsx';
import { placeHref } from '../places.ts';
import { useProse } from './prose.tsx';

export function LessonSteps({ current }: { current: LessonId }) {
  const lessons = lessonsIn(useProse());
  const revealed = useAppState((state) => state.learn.revealed);
  return (
    <nav className="lesson-steps" aria-label={t('learn.lessons')}>
      <a className="small" href={placeHref('learn')}>
        {t('learn.allLessons')}
      </a>
      <ol>
        {lessons.map(({ id, title }, index) => {
          const isDone = revealed.includes(id);
          const name = { number: index + 1, title };
          return (
            <li key={id}>
              <a
                href={placeHref('learn', id)}
                aria-label={isDone ? t('learn.stepDone', name) : t('learn.step', name)}
                aria-current={id === current ? 'page' : undefined}
                data-done={isDone || undefined}
                title={title}
              >
                {index + 1}
              </a>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
