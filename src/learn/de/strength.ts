/** Lesson 4. */
import type { Prose } from '../prose.ts';

export const strength: Prose['lessons']['strength'] = {
  title: 'Wie stark, und was kaputtgeht',
  summary: 'Zu wenig bewirkt nichts, zu viel zerstört den Text, und auch das richtige Maß hat seinen Preis.',
  before: () => [
    'Wie weit ein Zustand entlang der Richtung liegt, ist eine einzige Zahl, seine [[projection|Projektion]]. Prompts ohne Anweisung haben eine gewisse mittlere Projektion, Prompts mit Anweisung eine höhere. Die [[strength|Stärke]] wird hier zwischen beiden gemessen: 0 ist dort, wo Prompts ohne Anweisung liegen, 1 dort, wo Prompts mit Anweisung liegen.',
    'Stärke 1 mit [[setProjection|Projektion setzen]] heißt: Bei jedem Prompt wird der Zustand jedes Tokens dorthin verschoben, wo er mit der Anweisung läge. Halbe Stärke ist der halbe Weg. Und nichts hindert uns, weiter zu gehen, als die Anweisung selbst es täte.',
  ],
  question: ({ sound, answers, weak }) =>
    `Bei Stärke 1 sind ${sound} von ${answers} Antworten auf Französisch und nicht zerfallen. Wie viele sind es bei Stärke ${weak}?`,
  name: ({ weak }) => `Auf Französisch bei Stärke ${weak}`,
  reveal: ({ sound, answers, share }) =>
    `${sound} von ${answers}. ${share} des Weges ergeben nicht ${share} der Antworten.`,
  table: {
    name: ({ layer }) => `Französisch in Schicht ${layer}, nach Stärke`,
    strength: 'Stärke',
    sound: 'Auf Französisch und heil',
  },
  after: ({ ratio, wordsRatio, commasRatio }) => [
    'Der Stoß wächst gleichmäßig, aber heraus kommt eine Wahl zwischen Token, und das wahrscheinlichste gewinnt. Solange das englische Wort um Haaresbreite vorn bleibt, ändert sich nichts; dann ändert sich alles, denn jedes französische Wort macht das nächste wahrscheinlicher.',
    'Wer noch weiter schiebt, übertönt mit der Richtung alles andere im Strom: Der Text verliert sein Thema, mischt Schriften, wiederholt sich. Eine solche Antwort heißt hier [[degenerate|zerfallen]] und gilt als nicht bestanden, in welcher Sprache auch immer sie ist.',
    `Auch die richtige Stärke ist nicht umsonst. Das ungesteuerte Modell findet die gesteuerten Antworten ${ratio}-mal weniger wahrscheinlich als seine eigenen ([[perplexity|Perplexität]], × ${ratio}). Nicht alles davon ist Schaden: In Worten um Französisch gebeten, ist es × ${wordsRatio}, weil Französisch für das Modell seltener ist als Englisch. Ohne Kommas ist der Preis × ${commasRatio}, und das sollte misstrauisch machen. Die nächste Lektion geht dem nach.`,
  ],
  live: 'Schreibt dieselbe Antwort ohne Steuerung und mit fünf Stärken, bis fast zum Dreifachen dessen, was Prompts mit Anweisung erreichen, und liest jede mit dem ungesteuerten Modell wieder ein.',
};
