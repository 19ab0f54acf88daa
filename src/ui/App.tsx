/** The page: top bar, one place, and the theme on the root element. */
import { type ComponentType, lazy, Suspense, useEffect, useLayoutEffect, useRef } from 'react';
import { useAppState } from './appContext.tsx';
import { JobBar } from './Jobs/JobBar.tsx';
import { RecoveryBox } from './Messages/RecoveryBox.tsx';
import { ModelsPlace } from './ModelPanel/ModelsPlace.tsx';
import { Playground } from './Playground/Playground.tsx';
import { PLACES, type PlaceId, usePlace } from './places.ts';
import { TopBar } from './TopBar/TopBar.tsx';
import { UndoBar } from './Undo/UndoBar.tsx';

// The first visit is to the playground; other places come when they are asked for.
const VectorsPlace = lazy(async () => ({
  default: (await import('./VectorsPlace/VectorsPlace.tsx')).VectorsPlace,
}));
const EvaluatePlace = lazy(async () => ({
  default: (await import('./EvaluatePlace/EvaluatePlace.tsx')).EvaluatePlace,
}));

const CONTENT: Record<PlaceId, ComponentType> = {
  playground: Playground,
  vectors: VectorsPlace,
  evaluate: EvaluatePlace,
  models: ModelsPlace,
};

export function App() {
  const place = usePlace();
  const theme = useAppState((state) => state.settings.theme);
  const main = useRef<HTMLElement>(null);
  const firstPlace = useRef(place);
  const Content = CONTENT[place];
  const title = PLACES.find(({ id }) => id === place)?.title ?? '';

  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);

  useEffect(() => {
    document.title = place === 'playground' ? 'Tiller' : `${title} · Tiller`;
    // After a change of place the reader starts at its beginning, also with the keyboard.
    if (place !== firstPlace.current) main.current?.focus();
    firstPlace.current = place;
  }, [place, title]);

  return (
    <>
      <TopBar place={place} />
      <main ref={main} tabIndex={-1} aria-label={title}>
        <RecoveryBox />
        <Suspense>
          <Content />
        </Suspense>
      </main>
      <UndoBar />
      <JobBar />
    </>
  );
}
