import type { Translation } from '../catalogue.ts';

export const inside: Translation<'inside'> = {
  read: 'Antworten lesen',
  readAgain: 'Noch einmal lesen',
  reading: 'Liest.',
  nothingYet: 'Zuerst erzeugen: Noch gibt es nichts zu lesen.',
  about: 'Projiziert jedes Token in jeder Schicht auf die Richtung des Vektors.',
  isOld: 'Antworten oder Vektor sind seit dem Lesen andere geworden.',
  noVector: 'Einen Vektor wählen, auf den projiziert wird.',
  answer: 'Antwort',
  token: 'Token',
  tokenNote: '„{{token}}“ · {{value}} in Schicht {{layer}}',
  layer: 'Schicht',
  layerHead: 'Schicht {{layer}}',
  layersByTokens: 'Schichten und Token',
  layersByTokensDrawing: 'Schichten und Token, Zeichnung',
  layersByTokensHint:
    'Orange: so weit entlang des Vektors wie angewiesene Prompts in dieser Schicht. Blau: wie Prompts ohne Anweisung oder weiter weg. Schicht 0 ist unten; ein Token lässt sich mit dem Regler oder per Klick wählen.',
  byLayer: 'Projektion je Schicht',
  byLayerHint:
    'Mittel über die Token jeder Antwort. Gestrichelt: wo Prompts ohne und mit Anweisung liegen, die Ziele von Stärke 0 und 1.',
  plainPrompts: 'Prompts ohne Anweisung',
  instructedPrompts: 'angewiesene Prompts',
  next: 'Was hier stattdessen stehen könnte',
  nextHint:
    'Die wahrscheinlichsten Token an der gewählten Stelle, vor Temperatur und Strafen: ungesteuert gelesen und vom Stapel gesteuert.',
  nextName: 'Nächste Token',
  nextShow: 'Wahrscheinlichste Token zeigen',
  without: 'ohne Steuerung',
  with: 'mit Steuerung',
};
