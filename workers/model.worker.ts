/** The model worker: connects messages to the engine, nothing else. */
import { browserEnvironment } from './browserEnvironment.ts';
import { Engine } from './engine.ts';
import { holdLifeline } from './lifeline.ts';
import { serve } from './serve.ts';

// the worker's script lies one folder below the page, built or not
const base = new URL('../', self.location.href).href;
const engine = new Engine(browserEnvironment(base));

holdLifeline(self);
serve(self, {
  load: (body, context) => engine.load(body, context),
  unload: () => engine.unload(),
  tokenize: (body) => engine.tokenize(body),
  capture: (body, context) => engine.capture(body, context),
  projections: (body, context) => engine.projections(body, context),
  logits: (body, context) => engine.logits(body, context),
  score: (body, context) => engine.score(body, context),
  generate: (body, context) => engine.generate(body, context),
});
