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
    // The language detector is a table learned from data, held to langdetect by shares, not by verdicts.
    mutate: ['src/core/ifeval/**/*.ts', '!src/core/ifeval/**/*.test.ts', '!src/core/ifeval/language/*.ts'],
    // not the tests of time, with a megabyte of text each
    tests: ['src/core/ifeval/**/!(hostile).test.ts'],
    leavesOutStatic: true,
  },
  patcher: {
    mutate: ['src/core/onnx/*.ts', '!src/core/onnx/*.test.ts'],
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
