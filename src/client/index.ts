/** The page's side of the exchange with the model worker, and with the service worker. */
export { isWorkerEnd, ModelClient, type RequestOptions, type WorkerPort } from './ModelClient.ts';
export { type OfflineEvents, type OfflineKeeper, startOffline } from './offline.ts';
