/** The public API in Node, over the same messages, engine and WASM provider as in the browser: for scripts. */
import { type Checks, createTiller, type Tiller } from '../../src/api/index.ts';
import { ModelClient } from '../../src/client/index.ts';
import { handlersOf } from '../../workers/engine.ts';
import { serve } from '../../workers/serve.ts';
import { type NodeEngineOptions, nodeEngine } from './nodeEngine.ts';

export interface NodeTiller {
  tiller: Tiller;
  /** lets the process end */
  close(): void;
}

export function nodeTiller(checks: Checks, options: NodeEngineOptions = {}): NodeTiller {
  const { port1, port2 } = new MessageChannel();
  serve(port2, handlersOf(nodeEngine(options)));
  const client = new ModelClient(() => port1);
  const close = () => {
    client.dispose();
    // which a client that was never asked anything does not know yet
    port1.close();
  };
  return { tiller: createTiller(client, checks), close };
}
