/** Lesson 1. */
import type { Prose } from '../prose.ts';

export const stream: Prose['lessons']['stream'] = {
  title: 'Was ist ein Residualstrom?',
  summary: 'Eine Liste von Zahlen für jedes Token, die alle Blöcke lesen und zu der alle etwas addieren.',
  before: ({ hiddenSize, numLayers }) => [
    `Ein Sprachmodell liest Text als [[token|Token]]: Wörter und Wortteile. Zu jedem Token führt es eine Liste von Zahlen, im eingebauten Modell sind es ${hiddenSize}. Diese Liste ist auf ihrem Weg durch das Modell der [[residual stream|Residualstrom]].`,
    `Das Modell ist ein Stapel von [[layer|Blöcken]], hier sind es ${numLayers}. Jeder Block liest den Strom, berechnet etwas und addiert sein Ergebnis. Nichts wird überschrieben: Was ein früher Block geschrieben hat, ist noch da, vermischt mit allem anderen, wenn der letzte Block liest. Am Ende wird aus der Liste des letzten Tokens eine Wahrscheinlichkeit für jedes mögliche nächste Token.`,
    'Zu einem Strom, zu dem immer nur addiert wird, können auch wir etwas addieren. Das ist der ganze Kniff der [[steering|Steuerung]]. Deshalb lohnt es sich zu wissen, was aus einer Addition wird.',
  ],
  question: ({ layer, blocksAfter }) =>
    `In Schicht ${layer} addieren wir einen zufälligen Stoß, halb so lang wie der Zustand selbst: Der Zustand wird um 50 % seiner Länge verschoben. Um wie viel seiner Länge ist er ${blocksAfter} Blöcke später, in der letzten Schicht, noch verschoben?`,
  name: 'Verschiebung in der letzten Schicht',
  reveal: ({ last, left, layer }) =>
    `In Schicht ${last} ist der Zustand um ${left} seiner Länge verschoben, in jeder Schicht vor ${layer} um genau nichts.`,
  table: { name: 'Wie weit der Stoß den Zustand verschiebt', moved: 'Verschoben um' },
  after: ({ layer }) => [
    'Information läuft nur in eine Richtung; die Schichten vor dem Stoß können also nichts von ihm wissen. Danach verschwindet der Stoß nicht, und er explodiert auch nicht: Die Blöcke addieren zum Strom und räumen ihn nicht auf. Eine einzige Addition in einer Schicht ist bis zur letzten zu spüren.',
    `Derselbe Pfeil bleibt es allerdings nicht. Spätere Blöcke lesen den verschobenen Zustand und addieren anderes, als sie sonst addiert hätten. Wozu ein Stoß führt, hängt deshalb von der Schicht ab, in der er gegeben wird; darum geht es in Lektion 3. Mit „[[resid_post|Schicht ${layer}]]“ ist hier immer der Strom unmittelbar nach Block ${layer} gemeint, gezählt ab 0.`,
  ],
  live: 'Liest eine Frage dreimal: wie sie ist, mit einem Stoß nach einem Drittel der Blöcke und mit einem nach zwei Dritteln.',
};
