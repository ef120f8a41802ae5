/** Tables that are sorted by a click on a heading: up, down, and back to how they were. */

type Order = 'ascending' | 'descending' | 'none';

const nextOrder: Readonly<Record<Order, Order>> = {
  none: 'ascending',
  ascending: 'descending',
  descending: 'none',
};

/** What a unit is worth in the smallest of its kind. */
const unitWorth: Readonly<Record<string, number>> = {
  µs: 0.001,
  s: 1000,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
};

const rowsAsTheyWere = new Map<HTMLTableSectionElement, readonly HTMLTableRowElement[]>();

/** What is folded has time until it is unfolded: a page opens faster with a thousand buttons less. */
function makeSortable(): void {
  const seen = new WeakSet<HTMLTableElement>();
  const look = (part: ParentNode): void => {
    for (const table of part.querySelectorAll('table')) {
      if (seen.has(table) || table.closest('details:not([open])')) continue;
      seen.add(table);
      addSortButtons(table);
    }
  };
  look(document);
  document.addEventListener(
    'toggle',
    ({ target }) => target instanceof Element && look(target),
    true,
  );
}

function addSortButtons(table: HTMLTableElement): void {
  const headings = table.tHead?.rows.length === 1 ? [...(table.tHead.rows[0]?.cells ?? [])] : [];
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]).filter(isPlain);
  const isEven = rows.every(({ cells }) => cells.length === headings.length);
  if (rows.length < 3 || !isEven) return;
  for (const heading of headings) {
    if (heading.textContent?.trim()) addSortButton(table, heading);
  }
}

/** The headings of groups stay where they are, above their rows. */
const isPlain = (row: HTMLTableRowElement): boolean => !row.classList.contains('group');

function addSortButton(table: HTMLTableElement, heading: HTMLTableCellElement): void {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'sort';
  button.append(...heading.childNodes);
  heading.append(button);
  button.addEventListener('click', () => {
    const order = nextOrder[(heading.ariaSort as Order | null) ?? 'none'];
    for (const other of heading.parentElement?.children ?? []) other.removeAttribute('aria-sort');
    if (order !== 'none') heading.setAttribute('aria-sort', order);
    for (const body of table.tBodies) sortRows(body, heading.cellIndex, order);
  });
}

function sortRows(body: HTMLTableSectionElement, column: number, order: Order): void {
  const before = rowsAsTheyWere.get(body) ?? [...body.rows];
  rowsAsTheyWere.set(body, before);
  const rows = before.filter(isPlain);
  if (order !== 'none') {
    const keys = new Map(rows.map((row) => [row, sortKey(row.cells[column]?.textContent ?? '')]));
    const sign = order === 'ascending' ? 1 : -1;
    rows.sort((a, b) => compareKeys(keys.get(a) ?? null, keys.get(b) ?? null, sign));
  }
  body.append(...before.filter((row) => !isPlain(row)), ...rows);
}

type SortKey = number | string | null;

/** The first number of a cell in the smallest unit of its kind, else its text; null for an empty one. */
function sortKey(text: string): SortKey {
  const words = text.trim();
  if (/^[–-]?$/.test(words)) return null;
  const [, number, unit = ''] =
    /^[<>~✓✗=?–\s]*(-?\d[\d,.]*)\s*(µs|ms|s|[KMG]iB)?/.exec(words) ?? [];
  if (number === undefined) return words;
  return Number.parseFloat(number.replaceAll(',', '')) * (unitWorth[unit] ?? 1);
}

/** Numbers before words; what is empty comes last in both directions. */
function compareKeys(a: SortKey, b: SortKey, sign: 1 | -1): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
  if (typeof a === 'string' && typeof b === 'string') return sign * a.localeCompare(b, 'en');
  return typeof a === 'number' ? -sign : sign;
}
