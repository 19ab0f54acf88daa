/** The places of the app and the hash routes that lead to them. */
import { useSyncExternalStore } from 'react';
import { t } from '../text/text.ts';

export const PLACES = ['playground', 'vectors', 'evaluate', 'learn', 'models'] as const;

export type PlaceId = (typeof PLACES)[number];

export const placeTitle = (id: PlaceId): string => t(`shell.${id}`);

/** @param part of the place, such as a lesson */
export function placeHref(id: PlaceId, ...part: string[]): string {
  return `#/${[id, ...part].join('/')}`;
}

/** An unknown or empty hash leads to the playground; what follows a question mark is no part of the place. */
export function placeOf(hash: string): PlaceId {
  const [name] = pathOf(hash);
  return PLACES.find((id) => id === name) ?? 'playground';
}

/** What follows the place in the hash, such as `glossary/direction`; empty where nothing does. */
export function partOf(hash: string): string {
  return pathOf(hash).slice(1).join('/');
}

function pathOf(hash: string): string[] {
  const [path = ''] = hash.replace(/^#\//, '').split('?');
  return path.split('/');
}

export function usePlace(): PlaceId {
  return useSyncExternalStore(subscribe, () => placeOf(window.location.hash));
}

export function usePlacePart(): string {
  return useSyncExternalStore(subscribe, () => partOf(window.location.hash));
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange);
  return () => window.removeEventListener('hashchange', onChange);
}
