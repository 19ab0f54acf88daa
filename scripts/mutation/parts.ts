/** The parts whose code is mutated, each with the tests that have to notice; paths from the root of the repository. */
import { readdirSync } from 'node:fs';

export interface Part {
  /** folders (those in them left aside) and files */
  code: string[];
  /** globs */
  tests: string[];
  /** what runs once, when a file is loaded: changed, it takes every test of the part */
  leavesOutStatic: boolean;
}

/** Without those that take a minute each: every beginning of every answer, and a megabyte of text. */
const VERDICT_TESTS = 'src/core/ifeval/**/!(live|hostile).test.ts';

export const PARTS = {
  steering: {
    code: ['src/core/steering/'],
    tests: ['src/core/steering/*.test.ts'],
    leavesOutStatic: false,
  },
  checkers: {
    code: [
      'src/core/ifeval/checkers/',
      ...['check', 'live', 'several'].map((name) => `src/core/ifeval/${name}.ts`),
    ],
    tests: [VERDICT_TESTS],
    leavesOutStatic: true,
  },
  text: {
    code: ['src/core/ifeval/text/'],
    tests: [VERDICT_TESTS],
    leavesOutStatic: true,
  },
  patterns: {
    code: ['src/core/ifeval/pattern/'],
    tests: ['src/core/ifeval/pattern/*.test.ts'],
    leavesOutStatic: true,
  },
  patcher: {
    code: [
      'patch',
      'residualStream',
      'steer',
      'observe',
      'head',
      'prune',
      'switches',
      'lengths',
      'longRope',
      'elementType',
    ].map((name) => `src/core/onnx/${name}.ts`),
    // without workers/decoder/patchedGraph.test.ts, which runs the graphs: seconds for each mutant
    tests: ['src/core/onnx/*.test.ts'],
    leavesOutStatic: true,
  },
} satisfies Record<string, Part>;

export type PartName = keyof typeof PARTS;

export const isPartName = (name: string): name is PartName => Object.hasOwn(PARTS, name);

/** Names the part in the environment of the processes that run tests. */
export const PART_VARIABLE = 'TILLER_MUTATION_PART';

/** The files whose code is mutated: all of the part but its tests, what tests share, and types. */
export function codeOf(part: PartName): string[] {
  return PARTS[part].code.flatMap((path) => {
    if (!path.endsWith('/')) return [path];
    return readdirSync(path)
      .filter((name) => name.endsWith('.ts') && !/(\.test|^testing|^types)\.ts$/.test(name))
      .map((name) => path + name);
  });
}
