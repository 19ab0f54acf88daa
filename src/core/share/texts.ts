/** A comparison as plain text and as Markdown. */
import { CAVEAT, type Comparison, verdictLine } from './comparison.ts';

export function comparisonText(comparison: Comparison): string {
  const { answers } = comparison;
  const facts = factsOf(comparison).map(([name, value]) => `${name}: ${value}`);
  const parts = answers.map(({ title, text, numbers, ...judged }) =>
    [`== ${title}`, text, '', ...[verdictLine(judged), numbers].filter((line) => line !== '')].join('\n'),
  );
  return `${[facts.join('\n'), ...parts, CAVEAT].join('\n\n')}\n`;
}

/** Texts stand in fenced blocks, whose fence is longer than any in the text: nothing in them is taken for Markdown. */
export function comparisonMarkdown(comparison: Comparison): string {
  const facts = factsOf(comparison).map(([name, value]) => `- **${name}**: ${inline(value)}`);
  const parts = comparison.answers.map(({ title, text, numbers, ...judged }) =>
    [
      `## ${inline(title)}`,
      fenced(text),
      ...[verdictLine(judged), numbers].filter((line) => line !== '').map(inline),
    ].join('\n\n'),
  );
  return `${['# Tiller', facts.join('\n'), ...parts, `*${CAVEAT}*`].join('\n\n')}\n`;
}

/** Name and value of everything but the answers; what is empty is left out. */
export function factsOf({
  prompt,
  systemPrompt,
  model,
  steering,
  decoding,
  checks,
  date,
}: Comparison): [name: string, value: string][] {
  const facts: [string, string][] = [
    ['Prompt', prompt],
    ['System prompt', systemPrompt],
    ['Model', model],
    ...steering.map((line): [string, string] => ['Steering', line]),
    ['Tokens', decoding],
    ...checks.map((line): [string, string] => ['Check', line]),
    ['Date', date.slice(0, 10)],
  ];
  return facts.filter(([, value]) => value !== '');
}

function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}

/** One line in which no character has a meaning of its own. */
const inline = (text: string): string =>
  text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]()#+\-.!|<>~&]/g, (character) => `\\${character}`);
