/** Lesson 5. */
import type { Prose } from '../prose.ts';

export const controls: Prose['lessons']['controls'] = {
  title: 'Wozu Kontrollen gut sind',
  summary:
    'Ein Gewinn, den auch ein zufälliger oder entgegengesetzter Vektor erreicht, ist keiner des Vektors.',
  before: ({ title, steered, prompts, plain }) => [
    `Dieses Ergebnis würde man gern veröffentlichen: Gesteuert mit dem Vektor für „${title}“ enthalten ${steered} von ${prompts} Antworten kein Komma, ungesteuert sind es ${plain}. Es sieht aus, als wüsste der Vektor, was ein Komma ist.`,
    'Aber jeder Stoß stört ein Modell, und ein gestörtes Modell schreibt vielleicht kürzere Sätze, Listen oder Unsinn, und in allem stehen weniger Kommas. Um beides zu trennen, braucht man eine [[control vector|Kontrolle]]: einen Stoß gleicher Größe in derselben Schicht, der die Anweisung nicht enthält. Zwei sind leicht zu machen: eine zufällige Richtung und der [[flipped|umgekehrte]] Vektor, der von der Anweisung wegzeigt.',
  ],
  question: ({ prompts }) =>
    `Umgekehrt sollte der Vektor die Kommas zurückbringen. Wie viele von ${prompts} Antworten unter dem umgekehrten Vektor enthalten kein Komma?`,
  name: 'Ohne Komma, umgekehrt',
  reveal: ({ flipped, prompts, steered, random, plain }) =>
    `${flipped} von ${prompts} unter dem umgekehrten Vektor, ${steered} unter dem Vektor selbst, ${random} unter einem zufälligen, ${plain} ganz ohne.`,
  pValue: 'p, gesteuert gegen ungesteuert',
  exposed:
    'Ein Stoß in beide Richtungen nimmt die Kommas heraus; um Kommas geht es bei diesem Vektor also nicht: Entlang dieser Linie wird der Text, gleich wohin, schlichter und sonderbarer. Der zufällige Stoß ändert nichts, irgendeine Linie ist es demnach nicht. Für die Anweisung steht sie aber nicht.',
  notExposed:
    'Der umgekehrte Vektor bewirkt weniger als der Vektor selbst; ein Teil des Gewinns gehört also der Richtung. Was auch der umgekehrte gewinnt, gehört ihr nicht.',
  warned: ({ ratio, p, prompts, steered, random, flipped }) =>
    `Die anderen Zahlen hatten gewarnt: ein Preis von × ${ratio} an [[perplexity|Perplexität]] und ein Gewinn, dem der [[McNemar's test|McNemar-Test]] p = ${p} gibt, bei ${prompts} Prompts keine Gewissheit. Zum Vergleich Französisch: ${steered} gesteuert, ${random} zufällig, ${flipped} umgekehrt. Dort spricht die Richtung Französisch, und nichts sonst.`,
  habit:
    'Als Gewohnheit für später: kein Gewinn ohne seine Kontrollen, seinen Preis und die Zahl der Prompts. Unter „Vektoren“ stehen die Kontrollen neben jedem Vektor, und „Auswerten“ zählt beides.',
  live: 'Schreibt dieselbe Antwort viermal: ungesteuert, mit dem Vektor gegen Kommas, mit dem umgekehrten und mit einem zufälligen.',
};
