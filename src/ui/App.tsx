/** The page: top bar, one place, and the theme on the root element. */
import { type ComponentType, lazy, Suspense, useEffect, useLayoutEffect, useRef } from 'react';
import { AppFoot } from './AppFoot.tsx';
import { useAppState } from './appContext.tsx';
import { BottomBars } from './BottomBars.tsx';
import { RecoveryBox } from './Messages/RecoveryBox.tsx';
import { Playground } from './Playground/Playground.tsx';
import { PLACES, type PlaceId, usePlace } from './places.ts';
import { ShareGate } from './SharePanel/ShareGate.tsx';
import { TopBar } from './TopBar/TopBar.tsx';

// The first visit is to the playground; other places come when they are asked for.
const VectorsPlace = lazy(async () => ({
  default: (await import('./VectorsPlace/VectorsPlace.tsx')).VectorsPlace,
}));
const EvaluatePlace = lazy(async () => ({
  default: (await import('./EvaluatePlace/EvaluatePlace.tsx')).EvaluatePlace,
}));
const ModelsPlace = lazy(async () => ({
  default: (await import('./ModelPanel/ModelsPlace.tsx')).ModelsPlace,
}));

const LearnPlace = lazy(async () => ({
  default: (await import('./LearnPlace/LearnPlace.tsx')).LearnPlace,
}));

const CONTENT: Record<PlaceId, ComponentType> = {
  playground: Playground,
  vectors: VectorsPlace,
  evaluate: EvaluatePlace,
  learn: LearnPlace,
  models: ModelsPlace,
};

export function App() {
  const place = usePlace();
  const theme = useAppState((state) => state.settings.theme);
  const isPresenting = useAppState((state) => state.settings.isPresenting);
  const main = useRef<HTMLElement>(null);
  const firstPlace = useRef(place);
  const Content = CONTENT[place];
  const title = PLACES.find(({ id }) => id === place)?.title ?? '';

  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);

  useLayoutEffect(() => {
    document.documentElement.toggleAttribute('data-presenting', isPresenting);
  }, [isPresenting]);

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
        <ShareGate />
        <Suspense>
          <Content />
        </Suspense>
      </main>
      <AppFoot />
      <BottomBars place={place} />
    </>
  );
}
