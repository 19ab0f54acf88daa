/** What is known of a model before its large files are read, of this device, and of the models that it keeps. */

export interface SurveyedFile {
  /** relative to the model's folder */
  path: string;
  /** null when the source does not say */
  sizeBytes: number | null;
  /** lower-case hexadecimal; null when the source names none */
  sha256: string | null;
  /** all of it is stored on this device */
  isStored: boolean;
}

/** What a load would read, found out without any large file: configuration, listing, and a graph of up to 20 MB. */
export interface ModelSurvey {
  /** names the model's files in the storage; null for what is never stored (files of the disk) */
  key: string | null;
  /** hub id, address or folder name */
  id: string;
  /** the commit where the source has commits */
  revision: string | null;
  /** what would be loaded */
  dtype: string;
  /** all that the source has */
  dtypes: string[];
  files: SurveyedFile[];
  /** of all files together; those of unknown size count as 0 */
  sizeBytes: number;
  /** still to fetch */
  downloadBytes: number;
  /** of the graph's initializers, inside the file or outside; null when it could not be found out with little reading */
  largestTensorBytes: number | null;
  /** weights in files beside the graph */
  externalDataBytes: number;
  /** null when tokenizer and template could not be read */
  hasChatTemplate: boolean | null;
  /** the source wants its terms accepted first; such a model has to be opened as a folder */
  isGated: boolean;
  licence: string | null;
}

export interface DeviceFacts {
  hasWebGpu: boolean;
  adapterName: string | null;
  /** WebGPU emulated on the CPU */
  isSoftware: boolean;
  /** the adapter has `shader-f16` */
  hasF16: boolean;
  /** largest GPU buffer; null without an adapter */
  maxBufferBytes: number | null;
  /** largest part of a buffer that a shader can see (`maxStorageBufferBindingSize`); null without an adapter */
  maxBindingBytes: number | null;
  /** address space that a WebAssembly module gets here */
  wasmHeapBytes: number;
  /** rough, as the browser tells it (8 means 8 or more); null where it does not */
  deviceMemoryGiB: number | null;
  /** cross-origin isolated: the WASM provider has threads */
  isIsolated: boolean;
}

/** A model whose files, or some of them, are kept on this device. */
export interface StoredModel {
  key: string;
  id: string;
  revision: string | null;
  dtype: string;
  /** of all files together */
  sizeBytes: number;
  /** ISO 8601; of an incomplete one, when its download began */
  storedAt: string;
  /** what its large files are compared with: hashes that the hub lists, or those recorded at the first load */
  check: 'hub' | 'recorded';
  /** ISO 8601: when every byte was last compared; null for an incomplete one */
  checkedAt: string | null;
  /** false: a download that stopped; loading the model again goes on with it */
  isComplete: boolean;
  /** so far */
  storedBytes: number;
}

export interface StorageFacts {
  models: StoredModel[];
  /** by this site, as the browser estimates it; null where it does not say */
  usageBytes: number | null;
  quotaBytes: number | null;
  /** whether the browser promised not to evict; null where it does not say. Only a page can ask for it. */
  isPersistent: boolean | null;
  /** the origin private file system; the Cache API where that is missing; memory where neither is there */
  kind: 'opfs' | 'cache' | 'memory';
}

export interface Verification {
  key: string;
  passed: boolean;
  /** which file differs, and how */
  problem?: string;
}
