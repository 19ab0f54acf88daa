/** All lessons in a row, the present one marked, those that are done ticked. */
import type { LessonId } from '../../learn/lesson.ts';
import { LESSONS } from '../../learn/lessons/index.ts';
import { useAppState } from '../appContext.tsx';
import { placeHref } from '../places.ts';

export function LessonSteps({ current }: { current: LessonId }) {
  const revealed = useAppState((state) => state.learn.revealed);
  return (
    <nav className="lesson-steps" aria-label="Lessons">
      <a className="small" href={placeHref('learn')}>
        All lessons
      </a>
      <ol>
        {LESSONS.map(({ id, title }, index) => {
          const isDone = revealed.includes(id);
          return (
            <li key={id}>
              <a
                href={placeHref('learn', id)}
                aria-label={`${index + 1}. ${title}${isDone ? ', done' : ''}`}
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
