/** Lesson 3. */
import type { Prose } from '../prose.ts';

export const layer: Prose['lessons']['layer'] = {
  title: 'Welche Schicht?',
  summary: 'Dieselbe Anweisung hat in jeder Schicht eine Richtung, und die meisten davon wirken nicht.',
  before: ({ numLayers }) => [
    `In jeder der ${numLayers} Schichten gibt es eine Richtung für Französisch, und jede ist klar. In welcher soll gesteuert werden? Ob die Anweisung im Prompt stand, ist dem Zustand am letzten Token fast überall anzusehen. Aber wo sich etwas lesen lässt, lässt es sich nicht immer auch schreiben.`,
    'Die Antwort der Veröffentlichung: ausprobieren. Ab einem Fünftel der Tiefe steuert jede zweite Schicht einige [[validation prompts|Validierungsprompts]], und eine [[checker|Prüfung]] zählt die Antworten, die der Anweisung folgen. Eine Antwort, die zerfällt, zählt gegen ihre Schicht. Ist keine Schicht besser als gar keine Steuerung, sagt die Suche das und wählt keine.',
    'Ein Hinweis: Womit könnten die Blöcke beschäftigt sein? Frühe setzen Wörter zu Bedeutungen zusammen. Späte wählen das nächste Wort.',
  ],
  question:
    'Steuerung zum Französischen hin: In welchen Schichten kommen die meisten Antworten auf Französisch?',
  option: { early: 'frühe', middle: 'mittlere', late: 'späte' },
  layersFromTo: ({ part, from, to }) => `${part}: Schichten ${from} bis ${to}`,
  everywhere: 'in allen etwa gleich viele',
  partsInText: { early: 'frühen', middle: 'mittleren', late: 'späten' },
  reveal: ({ passed, total, part, layer: best, best: count, prompts }) =>
    `Von allen französischen Antworten der Suche kamen ${passed} von ${total} aus den ${part} Schichten. Am besten ist Schicht ${best}: ${count} von ${prompts}.`,
  table: {
    name: ({ prompts }) => `Antworten, die der Anweisung folgen, von ${prompts}, nach Schicht`,
    none: 'keine',
    notTried: 'nicht versucht',
  },
  after: ({ commasLayer, prompts }) => [
    'Sprachen werden in diesem Modell spät gesteuert, nahe an der Stelle, an der die Wörter gewählt werden. Ein früher Stoß zum Französischen hin ist zwar zu lesen, aber die Blöcke danach machen etwas anderes daraus.',
    `Eine Regel für alle Anweisungen gibt es nicht. Kommas wegzulassen gelingt am besten in Schicht ${commasLayer}, und für kurze Antworten hebt sich keine Schicht von gar keiner Steuerung ab. Unterschiede von einer oder zwei unter ${prompts} Antworten sind Rauschen; deshalb zeichnet die Suche unter „Auswerten“ Intervalle.`,
    'Die Prompts, die eine Schicht auswählen, dürfen nicht dieselben sein, an denen gezählt wird, wie gut sie wirkt: Unter vielen Schichten sehen manche durch Glück gut aus. Darum gibt es drei Mengen von Prompts: zum Bilden, zum Auswählen und zum Testen.',
  ],
  live: 'Steuert eine Frage in fünf Schichten zugleich zum Französischen hin, von früh bis spät.',
};
