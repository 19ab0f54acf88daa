/** Learn: six lessons, a glossary, and what the app is for. Each has an address of its own. */
import { type ComponentType, useEffect, useRef } from 'react';
import { LESSON_IDS } from '../../learn/lesson.ts';
import { modelStatusText } from '../../state/selectors.ts';
import { useAppState } from '../appContext.tsx';
import { AlertBox } from '../Messages/AlertBox.tsx';
import { usePlacePart } from '../places.ts';
import { GlossaryPage } from './GlossaryPage.tsx';
import { LearnIndex } from './LearnIndex.tsx';
import { LessonPage } from './LessonPage.tsx';
import { ProseProvider } from './prose.tsx';
import { ResponsibleUsePage } from './ResponsibleUsePage.tsx';
import './LearnPlace.css';

const PAGES: Record<string, ComponentType<{ rest: string }>> = {
  glossary: GlossaryPage,
  'responsible-use': ResponsibleUsePage,
};

export function LearnPlace() {
  const part = usePlacePart();
  const [name = '', ...rest] = part.split('/');
  const lesson = LESSON_IDS.find((id) => id === name);
  const Page = PAGES[name] ?? LearnIndex;
  const status = useAppState(modelStatusText);
  const page = useRef<HTMLDivElement>(null);
  useFreshStart(page, part);
  return (
    <div ref={page} className="learn-place" tabIndex={-1}>
      <ProseProvider>
        {lesson ? <LessonPage key={lesson} id={lesson} /> : <Page rest={rest.join('/')} />}
      </ProseProvider>
      <p role="status" className="visually-hidden">
        {status}
      </p>
      <AlertBox />
    </div>
  );
}

/** Another page of the place begins at its top, also for the keyboard; one entry of the glossary shows itself. */
function useFreshStart(page: { current: HTMLElement | null }, part: string): void {
  const last = useRef(part);
  useEffect(() => {
    if (last.current === part) return;
    last.current = part;
    if (part.startsWith('glossary/')) return;
    page.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [part, page]);
}
