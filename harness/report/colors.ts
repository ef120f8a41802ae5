/** The same two colours on every chart; baseline always first. Contrast is checked by a test. */
export const colors = {
  baseline: '#c2410c',
  candidate: '#1d4ed8',
  faster: '#14783a',
  slower: '#b91c1c',
  step: '#64748b',
  call: '#7c3aed',
  statement: '#0f766e',
  wait: '#a16207',
  quiet: '#57606a',
  grid: '#d0d7de',
  ink: '#1f2328',
  paper: '#ffffff',
} as const;

export const darkColors = {
  baseline: '#fb923c',
  candidate: '#7cb0ff',
  faster: '#4ade80',
  slower: '#f87171',
  step: '#8494a8',
  call: '#b794ff',
  statement: '#2dd4bf',
  wait: '#facc15',
  quiet: '#9ba6b2',
  grid: '#3d444d',
  ink: '#e6edf3',
  paper: '#0d1117',
} as const satisfies Record<keyof typeof colors, string>;

export type ColorName = keyof typeof colors;
