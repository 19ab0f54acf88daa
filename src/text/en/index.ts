/** The English catalogue, which says what texts there are. A count has two forms, `_one` and `_other`. */
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

export const en = {
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
} as const;
