/** The words of the app in German; links and addresses name them by their English term. In the order of their German names. */
import type { Prose } from '../prose.ts';

export const glossary: Prose['glossary'] = [
  {
    term: 'ablate',
    shown: 'ablate (entfernen)',
    text: 'Ein Operator: nimmt den Anteil entlang einer [[direction|Richtung]] aus dem Zustand heraus, h − (h·u) u, sodass seine [[projection|Projektion]] 0 wird.',
  },
  {
    term: 'add',
    shown: 'add (addieren)',
    text: 'Ein Operator: addiert ein Vielfaches einer [[direction|Richtung]] zum Zustand, h + c u. Die Zahl c ist der [[coefficient|Koeffizient]]. Für Länge und Stichwörter.',
  },
  {
    term: 'decode',
    shown: 'Decode (Schreiben)',
    text: 'Das Schreiben der Antwort, ein [[token|Token]] nach dem anderen: Jeder Schritt liest das neueste Token und gibt die Wahrscheinlichkeiten des nächsten. Siehe auch [[prefill|Prefill]].',
  },
  {
    term: 'pair consistency',
    shown: 'Einigkeit der Paare',
    text: 'Der mittlere [[cosine|Kosinus]] zwischen der Differenz jedes Paars und dem Mittel aller: 1, wenn jedes Paar in dieselbe Richtung zeigt.',
  },
  {
    term: 'IFEval',
    text: 'Eine veröffentlichte Sammlung von Prompts, deren Anweisungen sich durch Code prüfen lassen (Zhou und andere, 2023), mit den [[checker|Prüfungen]], die auch hier verwendet werden.',
  },
  {
    term: 'coefficient',
    shown: 'Koeffizient',
    text: 'Die Zahl, mit der die [[direction|Richtung]] malgenommen wird, wenn sie [[add|addiert]] wird. Negativ steuert weg. Gezeigt wird stattdessen die [[strength|Stärke]], der Koeffizient daneben.',
  },
  {
    term: 'contrast pair',
    shown: 'Kontrastpaar',
    text: 'Ein Prompt mit der Anweisung und derselbe Prompt ohne sie. Aus dem Unterschied ihrer Zustände wird eine [[direction|Richtung]].',
  },
  {
    term: 'control vector',
    shown: 'Kontrollvektor',
    text: 'Ein Vektor, der nicht tun sollte, was der echte tut: zufällig, [[flipped|umgekehrt]] oder aus vertauschten Paaren. Ein Gewinn zählt nur so weit, wie er über den der Kontrollen hinausgeht. (Anderswo meint das englische „control vector“ jeden steuernden Vektor.)',
  },
  {
    term: 'cosine',
    shown: 'Kosinus',
    text: 'Wie sehr zwei Richtungen übereinstimmen: 1 bei gleichen, 0 im rechten Winkel, −1 bei entgegengesetzten.',
  },
  {
    term: 'KV cache',
    shown: 'KV-Cache',
    text: 'Was die Attention von den bisherigen Token behält, damit sie nicht für jedes neue wieder gelesen werden. Den Prompt zu steuern ändert ihn; deshalb liest eine neue [[strength|Stärke]] den Prompt noch einmal.',
  },
  {
    term: "McNemar's test",
    shown: 'McNemar-Test',
    text: 'Vergleicht zwei Arten, dieselben Prompts zu beantworten, an denen, bei denen sie sich unterscheiden: wie viele gewonnen und wie viele verloren wurden. Sein p sagt, wie oft allein der Zufall so ungleich ausfiele.',
  },
  {
    term: 'mean difference',
    shown: 'mittlere Differenz',
    text: 'Das Mittel über die [[contrast pair|Paare]]: Zustand mit Anweisung minus Zustand ohne sie, am letzten Token des Prompts.',
  },
  {
    term: 'perplexity',
    shown: 'Perplexität',
    text: 'Wie sehr ein Text das ungesteuerte Modell überrascht, je [[token|Token]]: 1 heißt gar nicht, 10 heißt, als müsste es jedes Mal unter zehn gleich wahrscheinlichen Token raten. Gesteuerter Text wird wieder eingelesen, um zu sehen, was er gekostet hat.',
  },
  {
    term: 'prefill',
    shown: 'Prefill (Einlesen)',
    text: 'Das Lesen des ganzen Prompts auf einmal, vor dem ersten neuen [[token|Token]]. Siehe auch [[decode|Decode]].',
  },
  {
    term: 'projection',
    shown: 'Projektion',
    text: 'Wie weit ein Zustand entlang einer [[direction|Richtung]] liegt: die Zahl h·u. Prompts mit der Anweisung haben eine höhere mittlere Projektion als Prompts ohne sie.',
  },
  {
    term: 'checker',
    shown: 'Prüfung',
    text: 'Eine Regel in Code, die sagt, ob ein Text einer Anweisung folgt, etwa „keine Kommas“ oder „auf Französisch“. Hier gibt es die 25 Regeln von [[IFEval]]. Eine Prüfung beurteilt die Form, nie die Wahrheit.',
  },
  {
    term: 'resid_post',
    text: 'Der [[residual stream|Residualstrom]] nach einem Block; resid_pre ist davor, resid_mid zwischen seiner Attention und seinem MLP. Schicht L heißt hier resid_post von Block L: Eintrag L + 1 der „hidden states“, die Hugging Face zurückgibt.',
  },
  {
    term: 'residual stream',
    shown: 'Residualstrom',
    text: 'Die eine Liste von Zahlen je [[token|Token]], die jeder Block liest und zu der jeder addiert, von der Einbettung bis zur letzten [[layer|Schicht]].',
  },
  {
    term: 'direction',
    shown: 'Richtung',
    text: 'Eine Liste von so vielen Zahlen, wie der [[hidden size|Zustand breit]] ist, mit der Länge 1; je [[layer|Schicht]] eine: ein Pfeil im [[residual stream|Residualstrom]]. Gebildet aus [[contrast pair|Kontrastpaaren]] als [[mean difference|mittlere Differenz]], auf Länge 1 gebracht.',
  },
  {
    term: 'layer',
    shown: 'Schicht',
    text: 'Ein Block des Modells, gezählt ab 0. „In Schicht L steuern“ ändert den [[residual stream|Residualstrom]] unmittelbar nach Block L: dessen [[resid_post]].',
  },
  {
    term: 'setProjection',
    shown: 'setProjection (Projektion setzen)',
    text: 'Ein Operator: verschiebt jeden Zustand entlang der [[direction|Richtung]], bis seine [[projection|Projektion]] den Zielwert hat, h + (p − h·u) u. Für Format und Sprache.',
  },
  {
    term: 'lane',
    shown: 'Spur',
    text: 'Eine Antwort im Entstehen: ein Prompt, was ihn steuert und wie die Token gewählt werden. Mehrere Spuren werden zugleich geschrieben, als Zeilen eines Stapels.',
  },
  {
    term: 'strength',
    shown: 'Stärke',
    text: 'Wie kräftig ein Vektor steuert, in einer Einheit, die überall dasselbe bedeutet: 0 ist dort, wo Prompts ohne Anweisung entlang der [[direction|Richtung]] liegen, 1 dort, wo Prompts mit Anweisung liegen.',
  },
  {
    term: 'steering',
    shown: 'Steuerung',
    text: 'Den [[residual stream|Residualstrom]] ändern, während das Modell läuft, sodass es anders schreibt. Weder der Prompt noch die Gewichte ändern sich.',
  },
  {
    term: 'temperature',
    shown: 'Temperatur',
    text: 'Wie frei das nächste [[token|Token]] gezogen wird. 0 nimmt immer das wahrscheinlichste; derselbe Prompt ergibt dann dieselbe Antwort.',
  },
  {
    term: 'token',
    shown: 'Token',
    text: 'Was ein Modell liest und schreibt: ein Wort, ein Wortteil oder ein Zeichen.',
  },
  {
    term: 'separation',
    shown: 'Trennung',
    text: 'Wie viele Standardabweichungen zwischen Prompts mit und ohne Anweisung liegen, entlang der [[direction|Richtung]]. Die Kurve hinter dem Schieberegler der Schicht.',
  },
  {
    term: 'flipped',
    shown: 'umgekehrt',
    text: 'Das Gegenteil einer [[direction|Richtung]]: jede Zahl mit anderem Vorzeichen. Eine der [[control vector|Kontrollen]].',
  },
  {
    term: 'validation prompts',
    shown: 'Validierungsprompts',
    text: 'Prompts, an denen Schichten und Stärken verglichen werden. Es sind weder die, aus denen der Vektor gebildet wurde, noch die Testprompts, an denen Ergebnisse gezählt werden.',
  },
  {
    term: 'hidden state',
    shown: 'verborgener Zustand',
    text: 'Die Liste von Zahlen zu einem [[token|Token]] an einer Stelle des Modells: der [[residual stream|Residualstrom]], abgelesen.',
  },
  {
    term: 'repetition penalty',
    shown: 'Wiederholungsstrafe',
    text: 'Macht Token, die schon vorkamen, weniger wahrscheinlich. 1 heißt keine; beim eingebauten Modell sind es 1,15, weil es sich ohne sie im Kreis dreht.',
  },
  {
    term: 'degenerate',
    shown: 'zerfallen',
    text: 'Von einem Text: leer, in einer Schleife oder größtenteils verirrte Zeichen. Er gilt als nicht bestanden, was auch immer seine [[checker|Prüfung]] sagt.',
  },
  {
    term: 'hidden size',
    shown: 'Zustandsbreite',
    text: 'Wie viele Zahlen das Modell zu jedem [[token|Token]] führt; die Länge jeder [[direction|Richtung]] dieses Modells.',
  },
];
