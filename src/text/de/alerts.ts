import type { Translation } from '../catalogue.ts';

export const alerts: Translation<'alerts'> = {
  do_generate: 'Noch einmal versuchen',
  do_load: 'Noch einmal laden',
  do_loadEmbedded: 'Eingebautes Modell laden',
  do_openModels: 'Modell wählen',
  do_useExample: 'Beispiel nehmen',
  do_loadPresets: 'Vorlagen noch einmal laden',
  do_showVector: 'Noch einmal versuchen',
  do_steerOwnWay: 'Noch einmal versuchen',
  do_buildPreset: 'Für dieses Modell bauen',

  safe_load: 'Prompt, Einstellungen und Texte bleiben erhalten.',
  safe_generate: 'Die Texte auf der Seite, der Prompt und die Einstellungen bleiben erhalten.',
  safe_vector: 'Die anderen Anweisungen gehen weiterhin; Prompt und Texte bleiben erhalten.',
  safe_own: 'Die eigenen Worte, der Prompt und die Texte auf der Seite bleiben erhalten.',
  safe_presets: 'Das ungesteuerte Modell geht weiterhin; Prompt und Texte bleiben erhalten.',

  recover_runAgain: 'Noch einmal erzeugen',
  recover_loadAgain: 'Noch einmal laden',
  recover_loadUnkept: 'Laden, ohne es zu behalten',
  recover_useWasm: 'Stattdessen WASM nehmen',
  recover_openModels: 'Anderes Modell wählen',
  recover_dismiss: 'Schließen',
  kept: 'Vektoren, Texte, Entwürfe und lange Arbeit bleiben erhalten.',
  cause_device_lost: 'Das Grafikgerät ging verloren: Browser, Treiber oder System haben es zurückgesetzt.',
  cause_out_of_memory: 'Dem Modell ging der Speicher aus.',
  cause_worker_died: 'Der Teil der Seite, der das Modell rechnet, ist stehen geblieben.',
  cause_storage_failed:
    'Der Speicher des Browsers antwortet nicht mehr; bis auf Weiteres wird dort nichts aufbewahrt.',
  cause_download_failed: 'Das Programm, das Modelle ausführt, war von dieser Seite nicht zu holen.',
  adviceStorage:
    'Ohne den Speicher wird es in den Arbeitsspeicher geladen, beim nächsten Besuch noch einmal.',
  adviceNetwork: 'Zuerst die Verbindung prüfen.',
  cause_tokenizer_timeout: 'Die Chat-Vorlage oder der Tokenizer des Modells kam zu keinem Ende.',
  causeOther: 'Das Modell ist stehen geblieben.',
  reloading: '{{cause}} {{model}} wird wieder geladen.',
  restored: '{{cause}} {{model}} ist wieder geladen.',
  restoredCutOff: '{{cause}} {{model}} ist wieder geladen. Die Antwort wurde abgeschnitten.',
  hopeless:
    '{{model}} passt nicht hinein: ein kleineres oder andere Gewichte wählen oder zuerst andere Tabs schließen.',
  scriptLoaded: 'Ein Skript war dabei, {{model}} zu laden.',
  neverEnds:
    'Es würde wieder geschehen; darum wird {{model}} nicht von selbst wieder geladen: ein anderes Modell wählen.',
  again: 'Es ist wieder geschehen; darum wird {{model}} nicht von selbst wieder geladen.',
  second: 'Das war das zweite Mal in kurzer Zeit; darum wird {{model}} nicht von selbst wieder geladen.',
  adviceWasm: 'Ein kleineres Modell hält vielleicht.',
  adviceGpu: 'Ohne das Grafikgerät ist es langsamer und sicherer; auch ein kleineres Modell hält vielleicht.',
};
