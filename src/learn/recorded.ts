/** The record that is shipped. Both files are written by `npm run record` and by nothing else. */
import experiments from './generated/experiments.json' with { type: 'json' };
import facts from './generated/facts.json' with { type: 'json' };
import type { LessonRecord } from './record.ts';

export const RECORD = { facts, experiments: experiments.results } as LessonRecord;
