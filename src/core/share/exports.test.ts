import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CARD_FONTS, type CardFont, layOutCard } from './card.ts';
import type { Comparison } from './comparison.ts';
import { comparisonReport, escapeHtml } from './report.ts';
import { comparisonMarkdown, comparisonText } from './texts.ts';
import { limitLines, textDirection, wrapLines } from './writing.ts';

const COMPARISON: Comparison = {
  prompt: 'What is a lighthouse for?',
  systemPrompt: '',
  model: 'SmolLM2 135M, q4, WASM',
  steering: ['Answer in French: layer 25, set projection, strength 1.00'],
  decoding: '128 tokens, greedy, repetition penalty 1.15',
  checks: ['Answer in French.'],
  answers: [
    {
      title: 'Unsteered',
      kind: 'plain',
      text: 'It guides ships.',
      verdict: 'fail',
      reason: 'English',
      numbers: '4 tokens',
    },
    {
      title: 'Steered',
      kind: 'steer',
      text: 'Il guide les navires.',
      verdict: 'pass',
      reason: 'French',
      numbers: '6 tokens',
    },
  ],
  date: '2026-01-02T03:04:05.000Z',
};

const HOSTILE = `</style></p><script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a>"'&lt;&#0;\``;

const hostile = (text: string): Comparison => ({
  ...COMPARISON,
  prompt: text,
  systemPrompt: text,
  model: text,
  steering: [text],
  decoding: text,
  checks: [text],
  answers: COMPARISON.answers.map((answer) => ({
    ...answer,
    title: text,
    text,
    verdict: text,
    reason: text,
    numbers: text,
  })),
});

describe('texts', () => {
  it('hold prompt, setting, answers, verdicts and numbers', () => {
    for (const text of [comparisonText(COMPARISON), comparisonMarkdown(COMPARISON)]) {
      for (const part of [
        'What is a lighthouse for?',
        'It guides ships.',
        'Il guide les navires.',
        'pass: French',
      ]) {
        expect(text).toContain(part);
      }
    }
    expect(comparisonText(COMPARISON)).toContain('2026-01-02');
    expect(comparisonText(COMPARISON)).not.toContain('System prompt');
  });

  it('keep an answer that holds fences of its own inside a longer one', () => {
    const text = 'a\n````\n# not a heading\n````';
    const markdown = comparisonMarkdown({ ...COMPARISON, answers: [{ ...COMPARISON.answers[0]!, text }] });
    expect(markdown).toContain(`\`\`\`\`\`text\n${text}\n\`\`\`\`\``);
  });

  it('take nothing outside the fences for Markdown', () => {
    const markdown = comparisonMarkdown({ ...COMPARISON, prompt: '[x](javascript:a) <b> ![y](z)\n# h' });
    expect(markdown).toContain('\\[x\\]\\(javascript:a\\) \\<b\\> \\!\\[y\\]\\(z\\) \\# h');
  });
});

describe('the report', () => {
  it('asks for nothing and runs nothing', () => {
    const report = comparisonReport(COMPARISON);
    expect(report).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(report).not.toMatch(/<script|\bsrc=|\bhref=|url\(|@import/i);
  });

  it('holds as many tags with hostile texts as without: none of them becomes markup', () => {
    const tags = (html: string) =>
      html.match(/<[a-z!/][^>]*>/gi)!.map((tag) => tag.replace(/class="\w+"/, ''));
    const expected = tags(comparisonReport(hostile('text')));
    fc.assert(
      fc.property(fc.oneof(fc.constant(HOSTILE), fc.string({ unit: 'grapheme', minLength: 1 })), (text) => {
        fc.pre(text.trim() !== '' && textDirection(text) === 'ltr');
        expect(tags(comparisonReport(hostile(text)))).toEqual(expected);
      }),
    );
  });

  it('says nothing of a verdict where nothing judged, and colours only pass and fail', () => {
    const answers = COMPARISON.answers.map((answer, i) => ({
      ...answer,
      verdict: i === 0 ? '' : 'open',
      reason: i === 0 ? '' : 'can still pass',
    }));
    const report = comparisonReport({ ...COMPARISON, answers });
    expect(report.match(/<strong/g)).toHaveLength(1);
    expect(report).toContain('<strong class="open">open</strong> can still pass');
    expect(comparisonReport(COMPARISON)).toContain('<strong class="pass">pass</strong> French');
  });

  it('shows a text as it is', () => {
    expect(escapeHtml(`<a href="x">'&amp;'</a>`)).toBe(
      '&lt;a href=&quot;x&quot;&gt;&#39;&amp;amp;&#39;&lt;/a&gt;',
    );
  });

  it('lets right-to-left text run its way', () => {
    const arabic = { ...COMPARISON.answers[1]!, text: 'المنارة تهدي السفن' };
    expect(comparisonReport({ ...COMPARISON, answers: [arabic] })).toContain(
      '<p class="text" dir="rtl">المنارة',
    );
  });
});

describe('lines', () => {
  const byLength = (text: string) => text.length;

  it.each([
    ['', 5, ['']],
    ['one', 5, ['one']],
    ['one two three', 7, ['one two', 'three']],
    ['one two three', 3, ['one', 'two', 'thr', 'ee']],
    ['a\n\nb', 5, ['a', '', 'b']],
    ['abcdef', 0, ['a', 'b', 'c', 'd', 'e', 'f']],
    ['👨‍👩‍👧👨‍👩‍👧', 8, ['👨‍👩‍👧', '👨‍👩‍👧']],
  ])('of %j in a width of %i are %j', (text, width, lines) => {
    expect(wrapLines(text, width, byLength)).toEqual(lines);
  });

  it('lose no character but white space, and are never wider than asked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), fc.integer({ min: 1, max: 30 }), (text, width) => {
        const lines = wrapLines(text, width, byLength);
        expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
      }),
    );
  });

  it('end in an ellipsis where more would follow', () => {
    expect(limitLines(['a', 'bcd', 'e'], 2)).toEqual(['a', 'bc…']);
    expect(limitLines(['a', 'b'], 2)).toEqual(['a', 'b']);
  });

  it.each([
    ['Hello', 'ltr'],
    ['', 'ltr'],
    ['123 !', 'ltr'],
    ['“שלום” hello', 'rtl'],
    ['1. مرحبا', 'rtl'],
    ['Hello مرحبا', 'ltr'],
  ])('of %j run %s', (text, direction) => {
    expect(textDirection(text)).toBe(direction);
  });
});

describe('the picture card', () => {
  const measure = (text: string, font: CardFont) => text.length * CARD_FONTS[font].line * 0.35;
  const texts = (comparison: Comparison) =>
    layOutCard(comparison, measure).parts.flatMap((part) => (part.kind === 'text' ? part : []));

  it('holds prompt, setting, both texts and both verdicts', () => {
    const all = texts(COMPARISON).map(({ text }) => text);
    expect(all).toEqual(
      expect.arrayContaining(['What is a lighthouse for?', 'It guides ships.', 'Il guide les navires.']),
    );
    expect(all.join(' ')).toContain('layer 25, set projection, strength 1.00');
    expect(
      texts(COMPARISON)
        .filter(({ colour }) => colour === 'pass' || colour === 'fail')
        .map(({ text }) => text),
    ).toEqual(['fail: English', 'pass: French']);
  });

  it('stays inside its edges whatever is on it, and draws every box before what stands in it', () => {
    const any = fc.string({ unit: 'grapheme', maxLength: 2000 });
    fc.assert(
      fc.property(any, any, fc.integer({ min: 1, max: 6 }), (prompt, text, count) => {
        const answers = Array.from({ length: count }, () => ({ ...COMPARISON.answers[1]!, text }));
        const { width, height, parts } = layOutCard({ ...COMPARISON, prompt, answers }, measure);
        for (const part of parts) {
          const size = part.kind === 'box' ? part.height : CARD_FONTS[part.font].line;
          expect(part.y + size).toBeLessThanOrEqual(height);
          if (part.kind === 'box') expect(part.x + part.width).toBeLessThanOrEqual(width);
          else expect(measure(part.text, part.font)).toBeLessThanOrEqual(part.width + 40);
        }
        const boxes = parts.flatMap((part, i) => (part.kind === 'box' && part.fill === 'card' ? [i] : []));
        expect(boxes).toHaveLength(count);
      }),
      { numRuns: 30 },
    );
  });

  it('leaves out what is not known: no line for decoding, verdict and numbers that are empty', () => {
    const [answer] = COMPARISON.answers;
    const bare: Comparison = {
      ...COMPARISON,
      model: '',
      decoding: '',
      steering: [],
      answers: [{ ...answer!, verdict: '', reason: '', numbers: '' }],
    };
    expect(texts(bare).map(({ text }) => text)).toEqual([
      'Tiller',
      'What is a lighthouse for?',
      'Unsteered',
      'It guides ships.',
    ]);
  });

  it('colours a verdict by its word, and one that is still open not at all', () => {
    const answers = [{ ...COMPARISON.answers[0]!, verdict: 'open', reason: 'can still pass' }];
    const open = texts({ ...COMPARISON, answers }).find(({ font }) => font === 'verdict');
    expect(open).toMatchObject({ text: 'open: can still pass', colour: 'muted' });
  });

  it('writes right-to-left text from the right edge of its column', () => {
    const [line] = texts({ ...COMPARISON, prompt: 'ما فائدة المنارة؟' }).filter(
      ({ font }) => font === 'prompt',
    );
    expect(line).toMatchObject({ direction: 'rtl', x: 1152 });
  });
});
