/** The page's side of the exchange with the model worker. */
export { isWorkerEnd, ModelClient, type RequestOptions, type WorkerPort } from './ModelClient.ts';
