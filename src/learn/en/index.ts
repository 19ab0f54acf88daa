/** The lessons in English. Every other language has the same keys, with the same values put in. */
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

export const PROSE = {
  lessons: { stream, direction, layer, strength, controls, composition },
  tables,
  experiments,
  glossary,
  responsibleUse,
  sources,
};
