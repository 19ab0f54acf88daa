/** The model worker: connects messages to the engine, nothing else. */
import { browserEnvironment, isModelDevice } from './browserEnvironment.ts';
import { watchDevices } from './deviceLoss.ts';
import { Engine, handlersOf } from './engine.ts';
import { leashTo } from './leash.ts';
import { holdLifeline } from './lifeline.ts';
import { serve } from './serve.ts';

// the worker's script lies one folder below the page, built or not
const base = new URL('../', self.location.href).href;

holdLifeline(self);
const devices = watchDevices(globalThis.GPUAdapter?.prototype, isModelDevice);
const engine = new Engine({ ...browserEnvironment(base), onLeash: leashTo(self) });
serve(self, handlersOf(engine), devices);
