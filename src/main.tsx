/** Starts the model worker, publishes the API and mounts the page. */
import './ui/theme.css';
// Before every style of a panel, which may differ from it.
import './ui/controls/controls.css';
import { createRoot } from 'react-dom/client';
import { createTiller, type Tiller } from './api/index.ts';
import { ModelClient, startOffline } from './client/index.ts';
import { check } from './core/ifeval/index.ts';
import { createActions, type OpeningLoad } from './state/actions/index.ts';
import { prepareLanguages } from './state/prepareLanguages.ts';
import { publicTiller } from './state/publicTiller.ts';
import { gatheringStorage } from './state/storage.ts';
import { createAppStore } from './state/store.ts';
import { openTillerDatabase, type TillerDatabase } from './storage/index.ts';
import { App } from './ui/App.tsx';
import { AppProvider } from './ui/appContext.tsx';
import { LostPart } from './ui/Offline/LostPart.tsx';
// After every other style of the first page.
import './ui/forcedColours.css';

declare global {
  var tiller: Tiller;
}

/** What opens the page has the network and the processor for itself, in milliseconds. */
const KEEP_AFTER_MS = 3000;
const LOCAL_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

const client = new ModelClient(
  () => new Worker(new URL('../workers/model.worker.ts', import.meta.url), { type: 'module' }),
);
const api = createTiller(client, { check, prepare: prepareLanguages });

let opening: Promise<TillerDatabase> | null = null;
const { storage, flush } = gatheringStorage(() => window.localStorage);
window.addEventListener('pagehide', flush);
const store = createAppStore(storage);
const actions = createActions({ store, tiller: api, baseUrl: document.baseURI, database });
globalThis.tiller = publicTiller(api, actions);
client.onDeath(actions.modelLost);

const root = document.getElementById('app');
if (!root) throw new Error('index.html has no element with the id "app" to mount the page in');
const page = createRoot(root);
void actions.openLanguage(navigator.languages).then(() => {
  page.render(
    <AppProvider store={store} actions={actions}>
      <LostPart place="">
        <App />
      </LostPart>
    </AppProvider>,
  );
});
void actions.open(openingLoad(window.location), window.location.hash);
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) void actions.lookAgain();
});
window.addEventListener('hashchange', () => void actions.receiveLink(window.location.hash));
// In development every file changes under the page.
if (import.meta.env.PROD) {
  setTimeout(
    () => void actions.keepOffline((events) => startOffline(document.baseURI, events)),
    KEEP_AFTER_MS,
  );
}

function database(): Promise<TillerDatabase> {
  opening ??= openTillerDatabase().catch((error: unknown) => {
    opening = null;
    throw error;
  });
  return opening;
}

/** `?load=none` is for scripts that load their own model. On this machine loading costs no download. */
function openingLoad({ hostname, search }: Location): OpeningLoad {
  if (new URLSearchParams(search).get('load') === 'none') return 'never';
  return LOCAL_HOSTS.includes(hostname) ? 'always' : 'remembered';
}
