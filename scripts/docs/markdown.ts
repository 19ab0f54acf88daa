/** The documents of the project, and what of them can be checked: code blocks, links, commands. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/setup.mjs';

export interface CodeBlock {
  /** relative to the repository */
  document: string;
  line: number;
  /** after the fence; empty for a drawing */
  language: string;
  code: string;
  /** what the comment directly above says */
  note: string;
}

/** Paths relative to the repository, README first. */
export function documents(): string[] {
  const ofDocs = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
  return ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...ofDocs.sort().map((name) => `docs/${name}`)];
}

export const readDocument = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Fenced blocks, in order. */
export function codeBlocks(document: string): CodeBlock[] {
  const lines = readDocument(document).split('\n');
  const blocks: CodeBlock[] = [];
  let open: CodeBlock | null = null;
  for (const [index, text] of lines.entries()) {
    const fence = /^```(\w*)$/.exec(text);
    if (open && text === '```') {
      open.code = lines.slice(open.line, index).join('\n');
      blocks.push(open);
      open = null;
    } else if (fence && !open) {
      const note = /^<!-- (.*) -->$/.exec(lines[index - 1] ?? '')?.[1] ?? '';
      open = { document, line: index + 1, language: fence[1]!, code: '', note };
    }
  }
  return blocks;
}

/** Targets of links and pictures that lie in the repository, as paths relative to it, with the anchor if there is one. */
export function localLinks(document: string): { path: string; anchor: string }[] {
  const folder = document.includes('/') ? `${document.split('/').slice(0, -1).join('/')}/` : '';
  const outsideCode = readDocument(document).replace(/```[\s\S]*?```/g, '');
  return [...outsideCode.matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1]!)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = '', anchor = ''] = target.split('#');
      return { path: path === '' ? document : join(folder, path), anchor };
    });
}

/** Anchors as GitHub makes them of headings. */
export function anchorsOf(document: string): string[] {
  return [...readDocument(document).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}
