/** Besuche ohne Netz, neue Fassungen, und Teile, die nicht geladen wurden. */
import type { Translation } from '../catalogue.ts';

export const offline: Translation<'offline'> = {
  keptPage: 'Diese Seite öffnet sich ohne Netz. Modelle arbeiten auch ohne, sobald eines hier gelaufen ist.',
  keptModels: 'Diese Seite und die Modelle in dieser Liste arbeiten ohne Netz.',

  newVersion: 'Neue Fassung',
  newVersionReady: 'Eine neue Fassung von Tiller ist bereit. Was hier getan wurde, bleibt.',
  reload: 'Neu laden',
  later: 'Später',

  lostPart: 'Dieser Teil der Seite wurde nicht geladen',
  lostChunk:
    'Die Seite wurde vielleicht inzwischen erneuert, oder das Netz ist fort. Was getan wurde, ist gespeichert; nach dem Neuladen ist die Seite wieder in einer Fassung da.',
  lostByFault:
    'Er ist beim Zeigen gescheitert. Was getan wurde, ist gespeichert; Neuladen beginnt die Seite von vorn.',
};
