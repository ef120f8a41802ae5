/** Widths at 12 px in semi-bold, on the wide side of the fonts that `system-ui` stands for: SVG does not wrap. */
const narrowPx = 5;
const usualPx = 8.3;
const widePx = 13.3;
const fullPx = 14;

const narrow = /[ ijlft.,:;'|!()[\]/-]/;
const wide = /[A-Z@%&mwMW_]/;

function widthPx(sign: string): number {
  const code = sign.codePointAt(0) ?? 0;
  if (code > 0x7f) return code > 0x2e7f ? fullPx : widePx;
  return narrow.test(sign) ? narrowPx : wide.test(sign) ? widePx : usualPx;
}

/** More pixels than the text takes. */
export const labelPx = (text: string): number =>
  [...text].reduce((sum, sign) => sum + widthPx(sign), 0);

/** The text, or as much of its beginning as surely fits into `px`, with an ellipsis. */
export function fitLabel(text: string, px: number): string {
  if (labelPx(text) <= px) return text;
  let left = px - widePx;
  let shown = '';
  for (const sign of text) {
    left -= widthPx(sign);
    if (left < 0) break;
    shown += sign;
  }
  return `${shown.trimEnd()}…`;
}
