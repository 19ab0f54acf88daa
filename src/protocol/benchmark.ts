/** What only the worker can measure: the memory it works in, and what a step asks of the graphics processor. */

export interface EngineMeasures {
  /** bytes read and written a second by a plain copy, a round each; in GPU memory, or in one thread of the CPU */
  copyBytesPerSecond: number[];
  /** weights that a step of one row reads: as files on WebGPU, unpacked to float32 on WASM */
  weightBytes: number;
  /** null on WASM */
  step: StepCost | null;
}

/** One decode step of one row, everything off. */
export interface StepCost {
  /** compute kernels started */
  dispatches: number;
  /** lists of commands handed to the queue */
  submits: number;
  buffersCreated: number;
  bytesUploaded: number;
  bytesReadBack: number;
}
