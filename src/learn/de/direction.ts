/** Lesson 2. */
import type { Prose } from '../prose.ts';

export const direction: Prose['lessons']['direction'] = {
  title: 'Eine Richtung aus Paaren',
  summary:
    'Aus einer Anweisung wird ein Pfeil: die mittlere Differenz zwischen Prompts mit und ohne Anweisung.',
  before: () => [
    'Man stellt eine Frage zweimal: „Why do cats purr?“ und „Why do cats purr? Answer in French.“ Beide Male sieht man sich den [[hidden state|verborgenen Zustand]] des letzten Tokens an, unmittelbar bevor das Modell zu antworten beginnt. Die beiden Listen von Zahlen unterscheiden sich. Ein Teil des Unterschieds betrifft Französisch, der Rest Katzen oder gerade diesen Wortlaut.',
    'Nun dasselbe mit vielen Fragen und mehreren Formulierungen, und dann der Mittelwert der Differenzen. Was zu einzelnen Fragen gehört, zeigt mal hierhin, mal dorthin und mittelt sich heraus; was allen gemeinsam ist, bleibt. Auf Länge 1 gebracht ist das eine [[direction|Richtung]]: die Anweisung als Pfeil im Strom. Eine solche Frage mit und ohne Anweisung heißt [[contrast pair|Kontrastpaar]].',
    'Wie viele Paare braucht es dafür? Das lässt sich herausfinden, indem man die Richtung zweimal bildet, aus Paaren, die nichts gemeinsam haben als die Anweisung, und den [[cosine|Kosinus]] zwischen beiden misst: 1 heißt dieselbe Richtung, 0 heißt nichts davon.',
  ],
  question: ({ pairs, layer }) =>
    `Zwei Personen bilden je eine Richtung für Französisch, jede aus ${pairs} eigenen Paaren, keine Frage kommt bei beiden vor. Wie groß ist der Kosinus zwischen ihren Richtungen in Schicht ${layer}?`,
  name: 'Kosinus',
  reveal: ({ several, pairs, one, layer }) =>
    `Der Kosinus ist ${several}: je ${pairs} Paare, und beide fanden beinahe denselben Pfeil. Aus je einem einzigen Paar sind es in Schicht ${layer} ${one}.`,
  table: {
    name: 'Wie sehr die einzelnen Paare der mitgelieferten Vektoren übereinstimmen',
    pairs: 'Paare',
    pairConsistency: 'Einigkeit der Paare',
  },
  after: ({ hiddenSize, chance, pairs }) => [
    `Zufall kann das nicht sein. In ${hiddenSize} Dimensionen stehen zwei zufällige Pfeile beinahe im rechten Winkel: Ihr Kosinus ist 0, auf etwa ${chance} genau. Eine Handvoll Paare genügt, weil die Anweisung den Zustand jedes Mal auf dieselbe Weise verändert.`,
    'Die Tabelle zeigt, wie gut einzelne Paare zum Mittel aller Paare passen, die [[pair consistency|Einigkeit der Paare]]. Eine hohe Zahl sagt, dass es einen klaren Pfeil gibt. Sie sagt nicht, dass das Modell gehorcht, wenn man an ihm entlang schiebt: Eine klare Richtung kann immer noch der falsche Griff sein. Das muss man ausprobieren, und die nächsten Lektionen tun es.',
    `Die mitgelieferten Vektoren sind aus ${pairs} Paaren gemacht. Das Verfahren ist das der Veröffentlichung: mittlere Differenz am letzten Token des Prompts. Unter „Vektoren“ lässt sich jedes Paar ansehen und ändern, und die Kurven ändern sich mit.`,
  ],
  live: 'Liest ein Dutzend Fragen mit und ohne „Answer in French“ und bildet daraus vier Richtungen: zwei aus je einem Paar, zwei aus je der Hälfte der Paare.',
};
