/** Lesson 6. */
import type { Prose } from '../prose.ts';

export const composition: Prose['lessons']['composition'] = {
  title: 'Zusammensetzen und ausschließen',
  summary: 'Steuerung verträgt sich mit Worten und mit anderen Vektoren, und sie kann von etwas wegführen.',
  before: ({ title, steered, prompts, plain, words }) => [
    'Steuerung ist eine Addition; sie lässt sich also zu anderem hinzufügen: zu einer Anweisung in Worten oder zu einem zweiten Vektor, in einer anderen Schicht oder in derselben. Ein Vektor mit negativer [[strength|Stärke]] zeigt von seiner Anweisung weg. So lässt sich etwas ausschließen, das man sonst erst nennen müsste.',
    `Ein schwacher Fall: Der Vektor für „${title}“ allein bringt das Wort in ${steered} von ${prompts} Antworten; ohne ihn steht es in ${plain}. In Worten darum gebeten, „Use the word ocean in your answer“, steht es in ${words}. Dieses Modell vergisst oft, worum es gebeten wurde.`,
  ],
  question: ({ words, prompts, steered }) =>
    `In Worten gebeten nennen ${words} von ${prompts} Antworten den Ozean, gesteuert ${steered}. Wie viele sind es mit Worten und Steuerung zugleich?`,
  name: 'Worte und Steuerung',
  reveal: ({ both, prompts }) => `${both} von ${prompts}.`,
  revealMore: ({ both, prompts, sum }) =>
    `${both} von ${prompts}, mehr als die ${sum}, die beide Gewinne zusammen ergäben.`,
  hold: 'Ein Stoß, der zu schwach ist, etwas anzufangen, kann genügen, um daran festzuhalten. Das ist ein Nutzen der Steuerung für sich: Die Worte sagen, was zu tun ist, und der Vektor sorgt dafür, dass es nicht vergessen wird.',
  two: 'Zwei Vektoren zusammen sind schwieriger: Jeder Stoß verschiebt den Zustand, an dem der andere gemessen wurde, und auch die Kosten addieren sich.',
  twoMeasured: ({ a, b, plain, prompts, best }) =>
    `Zwei Vektoren zusammen sind schwieriger. „${a}“ und „${b}“: Ohne Steuerung tun ${plain} von ${prompts} Antworten beides, bei den besten der versuchten Stärken ${best}. Jeder Stoß verschiebt den Zustand, an dem der andere gemessen wurde, und auch die Kosten addieren sich.`,
  excluding:
    'Ausschließen geht genauso: mit dem Vektor für das Einschließen bei negativer Stärke oder mit einem eigenen Vektor aus „do not mention …“. Beide sollte man unter „Auswerten“ vergleichen, bevor man einem von ihnen traut: Was weggeschoben wird, nimmt womöglich seine Nachbarn mit.',
  live: 'Lässt einen Regenbogen auf fünf Arten erklären: ungesteuert, in Worten um „ocean“ gebeten, dorthin gesteuert, beides, und zum Ozean und zum Französischen zugleich gesteuert. Fragt dann nach einer Reise ans Meer, ungesteuert und vom Ozean weggesteuert.',
};
