/** What tests of the Models place start from. */
import type { DeviceFacts, ModelSurvey, StorageFacts, StoredModel } from '../../protocol/storage.ts';

const GIB = 1024 ** 3;

export const SURVEY: ModelSurvey = {
  key: 'a/b@f q4',
  id: 'a/b',
  revision: 'f'.repeat(40),
  dtype: 'q4',
  dtypes: ['q4', 'fp32'],
  files: [{ path: 'onnx/model_q4.onnx', sizeBytes: 500e6, sha256: null, isStored: false }],
  sizeBytes: 500e6,
  downloadBytes: 500e6,
  largestTensorBytes: 80e6,
  externalDataBytes: 0,
  hasChatTemplate: true,
  isGated: false,
  licence: 'apache-2.0',
};

/** A desktop with a real adapter. */
export const DEVICE: DeviceFacts = {
  hasWebGpu: true,
  adapterName: 'an adapter',
  isSoftware: false,
  hasF16: true,
  maxBufferBytes: 2 * GIB,
  maxBindingBytes: 2 * GIB,
  wasmHeapBytes: 4 * GIB,
  deviceMemoryGiB: 8,
  isIsolated: true,
};

export const STORAGE: StorageFacts = {
  models: [],
  usageBytes: 1e9,
  quotaBytes: 100e9,
  isPersistent: false,
  kind: 'opfs',
};

export const STORED: StoredModel = {
  key: 'a/b@f q4',
  id: 'a/b',
  revision: 'f'.repeat(40),
  dtype: 'q4',
  sizeBytes: 500e6,
  storedAt: '2026-11-20T10:00:00Z',
  check: 'hub',
  checkedAt: '2026-11-21T10:00:00Z',
  isComplete: true,
  storedBytes: 500e6,
};
