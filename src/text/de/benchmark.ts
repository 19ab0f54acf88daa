import type { Translation } from '../catalogue.ts';

export const benchmark: Translation<'benchmark'> = {
  title: 'Leistungsmessung',
  about:
    'Misst das geladene Modell auf diesem Gerät: Schreiben, Lesen, Warten und wie nahe es an das kommt, was der Speicher zulässt. Dauert etwa eine Minute; nichts verlässt diese Seite.',
  progress: 'Fortschritt der Leistungsmessung',
  starting: 'Beginnt',
  counted: '{{done}} von {{total}}',
  cancel: 'Abbrechen',
  run: 'Leistung messen',
  loadFirst: 'Zuerst ein Modell laden.',
  ended: 'Die Messung endete ohne Ergebnis: {{problem}}',

  step_warmUp: 'Wärmt auf',
  step_steered: 'Schreibt einen Text, gesteuert',
  step_rows_one: 'Schreibt {{count}} Text',
  step_rows_other: 'Schreibt {{count}} Texte nebeneinander',
  step_prefill: 'Liest einen langen Prompt',
  step_firstToken: 'Wartet auf erste Token',
  step_slider: 'Bewegt den Schieberegler',
  step_memory: 'Kopiert Speicher, zählt die Arbeit der GPU',
  step_done: 'Fertig',

  resultTitle: '{{model}}, {{dtype}} auf {{backend}}',
  numbers: '{{title}}, Zahlen',
  emulatedHint:
    'Nachgebildet: Dieses WebGPU läuft auf dem Prozessor; seine Zeiten sagen nichts über eine Grafikkarte.',
  what: 'Was',
  median: 'Median',
  spread: 'Streuung',
  meaning: 'Was es bedeutet',
  selfTestPassed: 'Selbsttest beim Laden bestanden.',
  selfTestFailed: 'Selbsttest beim Laden nicht bestanden.',
  exportJson: 'Als JSON speichern',
  delete: 'Löschen',
  deleteResult: 'Ergebnis von {{title}} löschen',

  tokensPerSecond: '{{rate}} Token/s',
  writeOne: 'Schreiben, ein Text',
  writeOneMeaning: 'Wie schnell eine einzelne Antwort erscheint.',
  writeRows: 'Schreiben, {{rows}} Texte nebeneinander',
  writeRowsMeaning:
    'Alle {{rows}} zusammen; jeder bekommt {{rate}} Token/s. Ein Schritt dauert {{times}}-mal so lang wie bei einem Text.',
  writeSteered: 'Schreiben, ein Text, gesteuert',
  timesStep: '{{times}} × der Schritt',
  writeSteeredMeaning:
    'Was die Steuerung in einer Schicht kostet, abwechselnd mit dem ungesteuerten Text gemessen.',
  prefill: 'Einen Prompt von {{tokens}} Token lesen',
  prefillMeaning: 'Wie schnell ein Prompt vor dem ersten Wort der Antwort gelesen wird.',
  firstToken: 'Erstes Token',
  milliseconds: '{{time}} ms',
  firstTokenMeaning: 'Von „Erzeugen“ bis zum ersten Token, mit einem neuen Prompt von {{tokens}} Token.',
  slider: 'Vom Schieberegler zum Token',
  sliderMeaning:
    'Von einer neuen Stärke, während ein Text geschrieben wird, bis zum ersten Token unter ihr. Der Prompt wird neu gelesen.',
  memory: 'Anteil an der Speichergrenze',
  memoryCopy: 'Kopieren: {{rate}}, {{low}} bis {{high}}',
  memoryGpu:
    'Jedes Token liest alle Gewichte einmal ({{weights}}). 100 % wäre so schnell, wie der Grafikspeicher kopiert.',
  memoryThread:
    'Jedes Token liest alle Gewichte einmal ({{weights}}). 100 % wäre so schnell, wie ein Thread dieses Prozessors kopiert.',
  memoryThreads:
    'Jedes Token liest alle Gewichte einmal ({{weights}}). 100 % wäre so schnell, wie ein Thread dieses Prozessors kopiert; mit {{threads}} Threads kann es mehr sein.',
  gpuWork: 'Arbeit der GPU je Schritt',
  dispatches: '{{number}} Dispatches',
  traffic: '{{up}} hin, {{back}} zurück, {{submits}} Submits',
  gpuWorkMeaning:
    'Gezählt, nicht gemessen: Jeder Dispatch hat feste Kosten, und auf jedes zurückgelesene Byte wird gewartet.',
  measuredOnce: 'einmal gemessen',
  range: '{{low}} bis {{high}} ms, {{number}} gemessen',
  rangeStep: '{{low}} bis {{high}} ms je Schritt, {{number}} gemessen',
  bytes_one: '{{count}} Byte',
  bytes_other: '{{count}} Byte',

  threads_one: '{{count}} Thread',
  threads_other: '{{count}} Threads',
  unnamedAdapter: 'Adapter ohne Namen',
  float16: 'float16',
  noFloat16: 'kein float16',
  buffersTo: 'Puffer bis {{size}}',
  emulated: 'nachgebildet',
};
