import type { Translation } from '../catalogue.ts';

export const token: Translation<'token'> = {
  place: 'Token {{number}} von {{count}}',
  projection: 'Projektion in Schicht {{layer}}',
  scale: 'ohne Anweisung {{plain}} · mit {{instructed}}',
  scaleWithTarget: 'ohne Anweisung {{plain}} · mit {{instructed}} · Ziel {{target}}',
  logProbability: 'Log-Wahrscheinlichkeit',
  logProbabilityValue: '{{value}} ({{share}})',
  unknown: 'nicht bekannt',
  reading: 'Was hier sonst stehen könnte, wird gelesen.',
  recorded: 'Aufgezeichnet: Was hier sonst stehen könnte, wird nur bei eigenen Antworten gelesen.',
  running: 'Was hier sonst stehen könnte, wird gelesen, wenn die Antworten fertig sind.',
  otherModel: 'Was hier sonst stehen könnte, weiß nur das Modell, das dies geschrieben hat.',
  alternatives: 'Was hier sonst stehen könnte',
  plain: 'ohne Steuerung',
  steered: 'mit Steuerung',
  share: '{{percent}} %',
  shareBelow: '< {{percent}} %',
  shareAbove: '> {{percent}} %',
};
