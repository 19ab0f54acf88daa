/** The lessons in German, in the words that the head of `src/text/de/index.ts` lists. */
import type { Prose } from '../prose.ts';
import { composition } from './composition.ts';
import { controls } from './controls.ts';
import { direction } from './direction.ts';
import { experiments } from './experiments.ts';
import { glossary } from './glossary.ts';
import { layer } from './layer.ts';
import { responsibleUse } from './responsibleUse.ts';
import { sources } from './sources.ts';
import { stream } from './stream.ts';
import { strength } from './strength.ts';
import { tables } from './tables.ts';

export const PROSE: Prose = {
  lessons: { stream, direction, layer, strength, controls, composition },
  tables,
  experiments,
  glossary,
  responsibleUse,
  sources,
};
