/**
 * The page: top bar, one place, and on the root element theme and language. It reads the language so that all below it
 * is drawn anew when that changes.
 */
import { type ComponentType, lazy, Suspense, useEffect, useLayoutEffect, useRef } from 'react';
import { t } from '../text/text.ts';
import { AppFoot } from './AppFoot.tsx';
import { useAppState } from './appContext.tsx';
import { BottomBars } from './BottomBars.tsx';
import { RecoveryBox } from './Messages/RecoveryBox.tsx';
import { LostPart } from './Offline/LostPart.tsx';
import { Playground } from './Playground/Playground.tsx';
import { type PlaceId, placeTitle, usePlace } from './places.ts';
import { ShareGate } from './SharePanel/ShareGate.tsx';
import { TopBar } from './TopBar/TopBar.tsx';
import { showThemeColour } from './themeColour.ts';

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
  const language = useAppState((state) => state.language.shown);
  const isPresenting = useAppState((state) => state.settings.isPresenting);
  const main = useRef<HTMLElement>(null);
  const firstPlace = useRef(place);
  const Content = CONTENT[place];
  const title = placeTitle(place);

  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme;
    showThemeColour(theme);
  }, [theme]);

  useLayoutEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  useLayoutEffect(() => {
    document.documentElement.toggleAttribute('data-presenting', isPresenting);
    // The way in is at the foot of the page; what is presented begins at its head.
    if (isPresenting) window.scrollTo(0, 0);
  }, [isPresenting]);

  useEffect(() => {
    document.title = place === 'playground' ? t('shell.name') : t('shell.documentTitle', { place: title });
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
        <LostPart place={place}>
          <Suspense>
            <Content />
          </Suspense>
        </LostPart>
      </main>
      <AppFoot />
      <BottomBars place={place} />
    </>
  );
}
