/** What a chart over time says at one moment: by pointer, or by arrow keys; read out of the table behind it. */

interface Moment {
  /** In the picture's own units. */
  readonly x: number;
  readonly words: string;
}

function addCrosshairs(): void {
  const pictures = [...document.querySelectorAll<SVGSVGElement>('svg[data-crosshair]')];
  if (pictures.length === 0) return;
  const reading = document.createElement('p');
  reading.className = 'reading';
  reading.setAttribute('role', 'status');
  document.querySelector('main')?.append(reading);
  for (const picture of pictures) addCrosshair(picture, reading);
}

/** From left to right. */
function momentsOf(picture: SVGSVGElement): readonly Moment[] {
  const { from, to, first, last } = picture.dataset;
  const table = picture.closest('figure')?.querySelector('table');
  const headings = [...(table?.tHead?.rows[0]?.cells ?? [])].map((cell) => cell.textContent ?? '');
  const moments = [...(table?.tBodies[0]?.rows ?? [])].flatMap(({ cells }) => {
    const [moment = '', ...values] = [...cells].map((cell) => cell.textContent ?? '');
    const share = (Number.parseFloat(moment) - Number(first)) / (Number(last) - Number(first));
    const x = Number(from) + share * (Number(to) - Number(from));
    const words = values.map((value, index) => `${headings[index + 1]}: ${value}`);
    return Number.isFinite(x) ? [{ x, words: `${moment}: ${words.join('; ')}` }] : [];
  });
  return moments.sort((a, b) => a.x - b.x);
}

/** The table is read when somebody first points at the picture. */
function addCrosshair(picture: SVGSVGElement, reading: HTMLElement): void {
  const frame = picture.parentElement;
  if (!frame) return;
  let known: readonly Moment[] | null = null;
  const moments = (): readonly Moment[] => {
    known ??= momentsOf(picture);
    return known;
  };
  let line: SVGLineElement | null = null;
  let shown = -1;
  const hide = (): void => {
    line?.remove();
    line = null;
    shown = -1;
    reading.textContent = '';
  };
  const show = (index: number): void => {
    const moment = moments()[index];
    if (!moment || index === shown) return;
    shown = index;
    line ??= picture.appendChild(uprightIn(picture));
    line.setAttribute('transform', `translate(${moment.x} 0)`);
    reading.textContent = moment.words;
  };
  picture.addEventListener('pointermove', (event) => show(nearest(moments(), xOf(picture, event))));
  picture.addEventListener('pointerleave', hide);
  frame.addEventListener('blur', hide);
  frame.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') return hide();
    const next = nextIndex(event.key, shown, moments().length);
    if (next === null) return;
    event.preventDefault();
    show(next);
    line?.scrollIntoView({ block: 'nearest', inline: 'center' });
  });
}

/** Null for keys that move nothing. */
function nextIndex(key: string, shown: number, count: number): number | null {
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (key === 'ArrowRight') return Math.min(count - 1, shown + 1);
  if (key === 'ArrowLeft') return shown < 0 ? count - 1 : Math.max(0, shown - 1);
  return null;
}

function uprightIn(picture: SVGSVGElement): SVGLineElement {
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'line');
  line.setAttribute('y2', String(picture.viewBox.baseVal.height));
  line.setAttribute('class', 'crosshair');
  return line;
}

function xOf(picture: SVGSVGElement, { clientX, clientY }: PointerEvent): number {
  const matrix = picture.getScreenCTM();
  return matrix ? new DOMPoint(clientX, clientY).matrixTransform(matrix.inverse()).x : 0;
}

function nearest(moments: readonly Moment[], x: number): number {
  const distances = moments.map((moment) => Math.abs(moment.x - x));
  return distances.indexOf(Math.min(...distances));
}
