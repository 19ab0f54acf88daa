/** The lessons' words in the language of the page. The place waits for them as it waits for its own code. */
import { createContext, type ReactNode, use } from 'react';
import { type Prose, proseIn } from '../../learn/prose.ts';
import { currentLanguage } from '../../text/text.ts';

const ProseContext = createContext<Prose | null>(null);

/** Suspends until they are there. */
export function ProseProvider({ children }: { children: ReactNode }) {
  const prose = use(proseIn(currentLanguage()));
  return <ProseContext value={prose}>{children}</ProseContext>;
}

/** @throws outside `ProseProvider` */
export function useProse(): Prose {
  const prose = use(ProseContext);
  if (!prose) throw new Error('the words of the lessons are only known inside ProseProvider');
  return prose;
}
