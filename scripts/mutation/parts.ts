/** The parts whose code is mutated, each with the tests that have to notice: globs from the root of the repository. */
export interface Part {
  mutate: string[];
  tests: string[];
  /** what runs once, when a file is loaded: changed, it takes every test of the part, and files anew */
  leavesOutStatic: boolean;
}

export const PARTS = {
  steering: {
    mutate: ['src/core/steering/*.ts', '!src/core/steering/{*.test,testing,types}.ts'],
    tests: ['src/core/steering/*.test.ts'],
    leavesOutStatic: false,
  },
  checkers: {
    mutate: ['src/core/ifeval/checkers/*.ts', 'src/core/ifeval/{check,live,several}.ts'],
    // without those that take a minute each: every beginning of an answer, and a megabyte of text
    tests: ['src/core/ifeval/**/!(live|hostile).test.ts'],
    leavesOutStatic: true,
  },
  text: {
    mutate: ['src/core/ifeval/text/*.ts', '!src/core/ifeval/**/*.test.ts'],
    tests: ['src/core/ifeval/**/!(live|hostile).test.ts'],
    leavesOutStatic: true,
  },
  patterns: {
    mutate: ['src/core/ifeval/pattern/*.ts', '!src/core/ifeval/**/*.test.ts'],
    tests: ['src/core/ifeval/pattern/*.test.ts', 'src/core/ifeval/{check,settled,reasons}.test.ts'],
    leavesOutStatic: true,
  },
  patcher: {
    mutate: [
      'src/core/onnx/{patch,steer,observe,head,residualStream,prune,switches,lengths,longRope,elementType}.ts',
    ],
    tests: [
      'src/core/onnx/*.test.ts',
      'workers/decoder/patchedGraph.test.ts',
      'workers/sampling/choice.test.ts',
    ],
    leavesOutStatic: true,
  },
} satisfies Record<string, Part>;

export type PartName = keyof typeof PARTS;

export const isPartName = (name: string): name is PartName => Object.hasOwn(PARTS, name);

/** Names the part in the environment of the processes that run tests. */
export const PART_VARIABLE = 'TILLER_MUTATION_PART';
