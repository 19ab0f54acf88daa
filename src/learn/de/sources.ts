/** The same publications; only what is said around their titles differs. */
import type { Prose } from '../prose.ts';

export const sources: Prose['sources'] = {
  stolfo:
    'A. Stolfo, V. Balachandran, S. Yousefi, E. Horvitz, B. Nushi: „Improving Instruction-Following in Language Models through Activation Steering“, ICLR 2025, arXiv 2410.12877.',
  elhage:
    'N. Elhage, N. Nanda, C. Olsson und andere: „A Mathematical Framework for Transformer Circuits“, Transformer Circuits Thread, 2021.',
  turner:
    'A. Turner, L. Thiergart und andere: „Steering Language Models With Activation Engineering“, 2023, arXiv 2308.10248.',
  rimsky:
    'N. Rimsky, N. Gabrieli und andere: „Steering Llama 2 via Contrastive Activation Addition“, ACL 2024, arXiv 2312.06681.',
  zhou: 'J. Zhou, T. Lu und andere: „Instruction-Following Evaluation for Large Language Models“, 2023, arXiv 2311.07911.',
  mcnemar:
    'Q. McNemar: „Note on the sampling error of the difference between correlated proportions or percentages“, Psychometrika 12, 1947.',
  results: 'Die Nachrechnung in diesem Repository: `npm run replicate`, geschrieben nach results/results.md.',
};
