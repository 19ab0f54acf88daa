import type { Translation } from '../catalogue.ts';

export const errors: Translation<'errors'> = {
  aborted: 'Abgebrochen. Genauer, auf Englisch: {{detail}}',
  address_refused:
    'Diese Adresse ist nicht erlaubt: nur diese Seite und der Hub. Genauer, auf Englisch: {{detail}}',
  bad_request: 'Eine Angabe fehlt oder passt nicht. Genauer, auf Englisch: {{detail}}',
  busy: 'Das Modell ist gerade beschäftigt. Kurz warten, dann noch einmal. Genauer, auf Englisch: {{detail}}',
  device_lost: 'Das Grafikgerät ging verloren. Genauer, auf Englisch: {{detail}}',
  download_failed:
    'Das Herunterladen ist gescheitert. Verbindung prüfen, dann noch einmal. Genauer, auf Englisch: {{detail}}',
  file_corrupt: 'Eine Datei ist beschädigt oder nicht, was sie sein soll. Genauer, auf Englisch: {{detail}}',
  file_missing: 'Eine Datei, die gebraucht wird, fehlt. Genauer, auf Englisch: {{detail}}',
  graph_not_recognised:
    'Der Aufbau dieses Modells wird nicht erkannt; ein anderes wählen. Genauer, auf Englisch: {{detail}}',
  hash_mismatch: 'Eine Datei ist nicht die erwartete. Noch einmal laden. Genauer, auf Englisch: {{detail}}',
  layer_out_of_range: 'Diese Schicht hat das Modell nicht. Genauer, auf Englisch: {{detail}}',
  logits_not_finite:
    'Das Modell rechnet über: eine kleinere Stärke wählen. Genauer, auf Englisch: {{detail}}',
  direction_invalid:
    'Der Vektor hat hier keine Richtung: eine andere Schicht wählen. Genauer, auf Englisch: {{detail}}',
  model_gated:
    'Für dieses Modell müssen zuerst Bedingungen angenommen werden. Genauer, auf Englisch: {{detail}}',
  model_not_found: 'Dieses Modell gibt es dort nicht. Namen prüfen. Genauer, auf Englisch: {{detail}}',
  model_not_loaded: 'Kein Modell ist geladen. Zuerst eines laden. Genauer, auf Englisch: {{detail}}',
  model_unsupported:
    'Dieses Modell kann hier nicht laufen; ein anderes wählen. Genauer, auf Englisch: {{detail}}',
  out_of_memory:
    'Der Speicher reicht nicht: ein kleineres Modell wählen oder andere Tabs schließen. Genauer, auf Englisch: {{detail}}',
  prompt_empty:
    'Der Prompt ist leer. Eine Frage oder Aufgabe schreiben oder ein Beispiel nehmen. Genauer, auf Englisch: {{detail}}',
  prompt_too_long: 'Der Prompt ist zu lang. Kürzen. Genauer, auf Englisch: {{detail}}',
  self_test_failed: 'Das Modell hat den Selbsttest nicht bestanden. Genauer, auf Englisch: {{detail}}',
  session_invalid:
    'Dieser Link oder diese Datei ist keine lesbare Sitzung. Genauer, auf Englisch: {{detail}}',
  shape_mismatch: 'Der Vektor passt nicht zum geladenen Modell. Genauer, auf Englisch: {{detail}}',
  storage_failed: 'Der Speicher des Browsers ist gesperrt oder gestört. Genauer, auf Englisch: {{detail}}',
  storage_full:
    'Der Browser gibt dieser Seite keinen Platz mehr. Etwas löschen, dann noch einmal. Genauer, auf Englisch: {{detail}}',
  unknown_check: 'Diese Prüfung gibt es nicht. Genauer, auf Englisch: {{detail}}',
  check_arguments: 'Eine Angabe der Prüfung fehlt oder passt nicht. Genauer, auf Englisch: {{detail}}',
  language_data_missing:
    'Die Sprachdaten der Prüfung sind noch nicht geladen. Genauer, auf Englisch: {{detail}}',
  tokenizer_timeout:
    'Die Chat-Vorlage oder der Tokenizer des Modells kam zu keinem Ende; ein anderes Modell wählen. Genauer, auf Englisch: {{detail}}',
  webgpu_unavailable: 'WebGPU steht hier nicht zur Verfügung; WASM wählen. Genauer, auf Englisch: {{detail}}',
  worker_died:
    'Der Teil der Seite, der das Modell rechnet, ist stehen geblieben. Genauer, auf Englisch: {{detail}}',
  internal: 'Ein Fehler in Tiller. Genauer, auf Englisch: {{detail}}',
};
