/**
 * A comparison as one HTML file that needs nothing else: no scripts, no requests, styles inside, and a policy that
 * allows no more than that. Every text is escaped; none of it is taken for markup.
 */
import { CAVEAT, type ComparedAnswer, type Comparison } from './comparison.ts';
import { factsOf } from './texts.ts';
import { textDirection } from './writing.ts';

export function comparisonReport(comparison: Comparison): string {
  const facts = factsOf(comparison).map(
    ([name, value]) => `<dt>${escapeHtml(name)}</dt><dd dir="auto">${escapeHtml(value)}</dd>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Tiller: ${escapeHtml(oneLine(comparison.prompt))}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>One prompt, steered and not</h1>
<dl>${facts.join('\n')}</dl>
<div class="answers">
${comparison.answers.map(article).join('\n')}
</div>
<p class="muted">${escapeHtml(CAVEAT)}</p>
</main>
</body>
</html>
`;
}

function article({ title, kind, text, verdict, reason, numbers }: ComparedAnswer): string {
  const judged =
    verdict === ''
      ? ''
      : `<p><strong class="${verdictClass(verdict)}">${escapeHtml(verdict)}</strong> ${escapeHtml(reason)}</p>`;
  return `<article class="${kind}">
<h2>${escapeHtml(title)}</h2>
<p class="text" dir="${textDirection(text)}">${escapeHtml(text)}</p>
${judged}<p class="muted">${escapeHtml(numbers)}</p>
</article>`;
}

const verdictClass = (verdict: string): string => /^(pass|fail)\b/.exec(verdict)?.[0] ?? 'open';

/** As the text of an element and as the value of a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 80);

const STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; background: light-dark(#faf9f6, #15171b); color: light-dark(#1b1d22, #eceae4); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 1100px; margin: 0 auto; padding: 32px 20px; }
h1 { font-size: 24px; } h2 { margin: 0 0 12px; font-size: 17px; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 4px 16px; }
dt, .muted { color: light-dark(#5f6570, #9aa1ae); }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
.answers { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(320px, 100%), 1fr)); gap: 16px; margin: 24px 0; }
article { padding: 16px 20px; border: 1px solid light-dark(#e4e1d9, #30343c); border-top: 4px solid light-dark(#5b6b86, #9db1d3); border-radius: 14px; background: light-dark(#ffffff, #1d2026); }
article.steer { border-top-color: light-dark(#be5417, #f09a62); }
.text { font: 17px/1.65 Georgia, serif; white-space: pre-wrap; overflow-wrap: anywhere; }
.pass { color: light-dark(#1d7a4c, #6fd3a0); } .fail { color: light-dark(#b3261e, #ff9a92); }
@media print { article { break-inside: avoid; } }
`;
