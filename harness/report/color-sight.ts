/** How colours are told apart, for the test of this page's colours. */

type Triple = readonly [number, number, number];

/** What a screen's red, green and blue are seen as (Machado, Oliveira, Fernandes 2009, severity 1), in light. */
const seen = {
  'all colours': [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [
    0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998,
  ],
  deuteranopia: [
    0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881,
  ],
  tritanopia: [
    1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039,
  ],
} as const;

export type Sight = keyof typeof seen;

export const sights = Object.keys(seen) as Sight[];

/** Red, green and blue of `#rrggbb`, as light in [0, 1] (sRGB). */
function lightOf(color: string): Triple {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return [red, green, blue];
}

function hexOf(light: readonly number[]): string {
  const channels = light.map((value) => {
    const within = Math.min(1, Math.max(0, value));
    const channel = within <= 0.0031308 ? within * 12.92 : 1.055 * within ** (1 / 2.4) - 0.055;
    return Math.round(channel * 255)
      .toString(16)
      .padStart(2, '0');
  });
  return `#${channels.join('')}`;
}

/** A row of three numbers of each matrix gives one channel. */
export function seenWith(sight: Sight, color: string): string {
  const light = lightOf(color);
  return hexOf(timesMatrix(seen[sight], light));
}

const timesMatrix = (matrix: readonly number[], triple: Triple): readonly number[] =>
  [0, 3, 6].map((row) => triple.reduce((sum, each, at) => sum + each * (matrix[row + at] ?? 0), 0));

/** So much of one colour over another, mixed as `color-mix(in srgb)` does. */
export function mixed(over: string, under: string, share: number): string {
  const channels = [1, 3, 5].map((at) => {
    const [one, other] = [over, under].map((color) => Number.parseInt(color.slice(at, at + 2), 16));
    return Math.round((one ?? 0) * share + (other ?? 0) * (1 - share))
      .toString(16)
      .padStart(2, '0');
  });
  return `#${channels.join('')}`;
}

/** As WCAG 2.2 defines it: 1 for the same, 21 for black on white. */
export function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [red, green, blue] = lightOf(color);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Distance in CIELAB (1976): 2.3 can just be noticed, 100 is black from white. */
export function difference(one: string, other: string): number {
  const [a, b] = [labOf(one), labOf(other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

const toXyz = [0.4124, 0.3576, 0.1805, 0.2126, 0.7152, 0.0722, 0.0193, 0.1192, 0.9505];
/** Daylight (D65). */
const white: Triple = [0.9505, 1, 1.089];

function labOf(color: string): Triple {
  const [x = 0, y = 0, z = 0] = timesMatrix(toXyz, lightOf(color)).map((value, index) => {
    const share = value / (white[index] ?? 1);
    return share > 216 / 24389 ? Math.cbrt(share) : (share * 24389) / 27 / 116 + 16 / 116;
  });
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
