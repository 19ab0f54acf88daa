/** The places of the app and the hash routes that lead to them. */
import { useSyncExternalStore } from 'react';

export const PLACES = [
  { id: 'playground', title: 'Playground' },
  { id: 'vectors', title: 'Vectors' },
  { id: 'evaluate', title: 'Evaluate' },
  { id: 'models', title: 'Models' },
] as const;

export type PlaceId = (typeof PLACES)[number]['id'];

export function placeHref(id: PlaceId): string {
  return `#/${id}`;
}

/** An unknown or empty hash leads to the playground. */
export function placeOf(hash: string): PlaceId {
  return PLACES.find(({ id }) => hash === placeHref(id))?.id ?? 'playground';
}

export function usePlace(): PlaceId {
  return useSyncExternalStore(subscribe, () => placeOf(window.location.hash));
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange);
  return () => window.removeEventListener('hashchange', onChange);
}
