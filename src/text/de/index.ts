/**
 * The German catalogue. Instructions and buttons stand in the infinitive ("Erzeugen", "Vektor laden"); nobody is addressed.
 *
 * One word for one thing:
 * | English | German |
 * | --- | --- |
 * | steer, steering, steered / unsteered | steuern, Steuerung, gesteuert / ungesteuert |
 * | vector, direction | Vektor, Richtung |
 * | layer, strength, operator | Schicht, Stärke, Operator |
 * | set projection, add, ablate | Projektion setzen, addieren, entfernen |
 * | scope: everywhere, prompt, answer | Geltung: überall, Prompt, Antwort |
 * | residual stream, projection, coefficient | Residualstrom, Projektion, Koeffizient |
 * | prompt, system prompt | Prompt, Systemprompt |
 * | instruction, instruction in words | Anweisung, Anweisung in Worten |
 * | preset, contrast pair | Vorlage, Kontrastpaar |
 * | token, sampling, seed | Token (Mehrzahl: Token), Ziehen, Startwert |
 * | temperature, top-p, repetition penalty | Temperatur, Top-p, Wiederholungsstrafe |
 * | perplexity | Perplexität |
 * | generate, answer, run | erzeugen, Antwort, Lauf |
 * | lane, four conditions | Spur, vier Bedingungen |
 * | check: pass, fail, undecided, no check | Prüfung: bestanden, nicht bestanden, offen, ohne Prüfung |
 * | strict, loose | streng, großzügig |
 * | sweep, layer search | Durchlauf, Schichtsuche |
 * | long work, job | lange Arbeit, Auftrag |
 * | separation, held-out | Trennung, zurückgehalten |
 * | baseline, random control, flipped | Vergleichswert, Zufallskontrolle, umgekehrt |
 * | backend, device, worker | Backend, Gerät, Worker |
 * | dtype, weights, tokenizer, checkpoint | dtype, Gewichte, Tokenizer, Checkpoint |
 * | download, load, embedded model | herunterladen, laden, eingebautes Modell |
 * | Playground, Vectors, Evaluate, Learn, Models | Spielplatz, Vektoren, Auswerten, Lernen, Modelle |
 * | share, link, session file, report | teilen, Link, Sitzungsdatei, Bericht |
 * | lesson, prediction, reveal, glossary | Lektion, Vorhersage, Auflösung, Glossar |
 */
import type { Catalogue } from '../catalogue.ts';
import { alerts } from './alerts.ts';
import { benchmark } from './benchmark.ts';
import { checks } from './checks.ts';
import { controls } from './controls.ts';
import { cost } from './cost.ts';
import { errors } from './errors.ts';
import { evaluate } from './evaluate.ts';
import { inside } from './inside.ts';
import { jobs } from './jobs.ts';
import { learn } from './learn.ts';
import { models } from './models.ts';
import { offline } from './offline.ts';
import { playground } from './playground.ts';
import { sampling } from './sampling.ts';
import { share } from './share.ts';
import { shell } from './shell.ts';
import { shortcuts } from './shortcuts.ts';
import { steering } from './steering.ts';
import { token } from './token.ts';
import { vectors } from './vectors.ts';

export const de: Catalogue = {
  alerts,
  benchmark,
  checks,
  controls,
  cost,
  errors,
  evaluate,
  inside,
  jobs,
  learn,
  models,
  offline,
  playground,
  sampling,
  share,
  shell,
  shortcuts,
  steering,
  token,
  vectors,
};
