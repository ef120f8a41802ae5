/**
 * What d3 draws straight lines on: an SVG path with each point as its difference to the one before,
 * and level stretches in one piece, which is half as long as places. Places are rounded before, so
 * that nothing adds up.
 */
export class ShortPath {
  readonly #digits: number;
  #text = '';
  #x = 0;
  #y = 0;
  #level = 0;

  /** Decimal places. */
  constructor(digits: number) {
    this.#digits = digits;
  }

  moveTo(x: number, y: number): void {
    this.#endLevel();
    this.#x = this.#round(x);
    this.#y = this.#round(y);
    this.#text += `M${this.#x} ${this.#y}`;
  }

  lineTo(x: number, y: number): void {
    const right = this.#round(this.#round(x) - this.#x);
    const down = this.#round(this.#round(y) - this.#y);
    this.#x = this.#round(x);
    this.#y = this.#round(y);
    if (down !== 0 || right * this.#level < 0) this.#endLevel();
    if (down === 0) this.#level = this.#round(this.#level + right);
    else this.#text += `l${short(right)}${down < 0 ? '' : ' '}${short(down)}`;
  }

  closePath(): void {
    this.#endLevel();
    this.#text += 'z';
  }

  toString(): string {
    this.#endLevel();
    return this.#text;
  }

  #endLevel(): void {
    if (this.#level !== 0) this.#text += `h${short(this.#level)}`;
    this.#level = 0;
  }

  #round(value: number): number {
    return Number(value.toFixed(this.#digits));
  }
}

/** Without the zero before the point. */
const short = (value: number): string => String(value).replace(/^(-?)0\./, '$1.');
