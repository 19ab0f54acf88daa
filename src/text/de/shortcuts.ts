/** Die Liste der Tastenkürzel, und die Namen von Tasten darauf. */
import type { Translation } from '../catalogue.ts';

export const shortcuts: Translation<'shortcuts'> = {
  title: 'Tastenkürzel',
  or: 'oder',
  andThen: 'dann',
  singleKeys: 'Kürzel aus einer Taste',
  singleKeysNote: 'Tasten mit einem Zeichen. Beim Schreiben gilt keine davon.',

  everywhere: 'Überall',
  list: 'Diese Liste zeigen',
  go_playground: 'Zum Spielplatz',
  go_vectors: 'Zu den Vektoren',
  go_evaluate: 'Zum Auswerten',
  go_learn: 'Zum Lernen',
  go_models: 'Zu den Modellen',
  undo: 'Das letzte Entfernen rückgängig machen',

  inPlayground: 'Auf dem Spielplatz',
  generate: 'Erzeugen',
  stop: 'Anhalten',
  prompt: 'Zum Prompt',
  strength: 'Zur Stärke',
  layer: 'Zur Schicht',
  strengthStep: 'Stärke kleiner, größer',
  fourConditions: 'Vier Bedingungen ein oder aus',

  onSlider: 'Auf einem Regler',
  step: 'Ein Schritt',
  bigStep: 'Ein größerer Schritt',
  ends: 'Kleinster, größter Wert',

  presenting: 'Beim Vorführen',
  presentTurn: 'Umblättern, oder die Anweisung wechseln',
  presentStrength: 'Stärke',
  presentGenerate: 'Erzeugen',
  presentLeave: 'Anhalten, dann beenden',

  key_control: 'Strg/⌘',
  key_enter: 'Eingabe',
  key_escape: 'Esc',
  key_pageUp: 'Bild ↑',
  key_pageDown: 'Bild ↓',
  key_home: 'Pos 1',
  key_end: 'Ende',
};
