/** What the lessons rest on. The app links nothing outside itself, so each is named well enough to be found. */
export const sources = {
  stolfo:
    'A. Stolfo, V. Balachandran, S. Yousefi, E. Horvitz, B. Nushi: “Improving Instruction-Following in Language Models through Activation Steering”, ICLR 2025, arXiv 2410.12877.',
  elhage:
    'N. Elhage, N. Nanda, C. Olsson and others: “A Mathematical Framework for Transformer Circuits”, Transformer Circuits Thread, 2021.',
  turner:
    'A. Turner, L. Thiergart and others: “Steering Language Models With Activation Engineering”, 2023, arXiv 2308.10248.',
  rimsky:
    'N. Rimsky, N. Gabrieli and others: “Steering Llama 2 via Contrastive Activation Addition”, ACL 2024, arXiv 2312.06681.',
  zhou: 'J. Zhou, T. Lu and others: “Instruction-Following Evaluation for Large Language Models”, 2023, arXiv 2311.07911.',
  mcnemar:
    'Q. McNemar: “Note on the sampling error of the difference between correlated proportions or percentages”, Psychometrika 12, 1947.',
  results: 'This repository’s own replication: `npm run replicate`, written to results/results.md.',
};
