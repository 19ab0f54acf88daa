/** `npm start`: set-up where needed, then the built app on localhost until Ctrl-C. */
import { join } from 'node:path';
import {
  distFolder,
  ensureBuilt,
  ensureInstalled,
  ensureNode,
  root,
  runMain,
  SetupError,
  say,
} from './lib/setup.mjs';

const DEFAULT_PORT = 4173;

/** @returns {number} PORT, or the default when it is not set */
function readPort(text = process.env.PORT) {
  if (!text) return DEFAULT_PORT;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65536) return port;
  throw new SetupError(
    `PORT must be a whole number from 0 to 65535; found "${text}". Example: PORT=8080 npm start`,
  );
}

await runMain(async () => {
  ensureNode();
  const port = readPort();
  ensureInstalled();
  ensureBuilt();
  const { createHandler, listen } = await import('./lib/server.mjs');
  const mounts = [{ path: '', folder: distFolder }];
  // The tests' tiny models are no part of the product.
  if (process.env.TILLER_FIXTURES === '1') {
    mounts.unshift({ path: '/fixtures', folder: join(root, 'e2e', 'fixtures', 'models') });
  }
  const server = await listen(createHandler(mounts), port);
  say(`Tiller runs at ${server.url} (Ctrl-C stops it)`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close());
});
