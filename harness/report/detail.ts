/** How finely a scenario is drawn: all that are on a page share its size. */
export interface Detail {
  /** More readings of a lane than so many are gathered in columns. */
  readonly columns: number;
  /** Columns of a heat map. */
  readonly cells: number;
  /** Boxes of a side's flame graph: the more narrow calls. */
  readonly boxes: number;
  /** Of a table of values over time. */
  readonly moments: number;
  /** Of a table of functions or of what was allocated. */
  readonly places: number;
}

export const fine: Detail = { columns: 90, cells: 80, boxes: 120, moments: 30, places: 12 };
const coarse: Detail = { columns: 24, cells: 40, boxes: 30, moments: 6, places: 6 };
export const fewScenarios = 3;

export const detailOf = (scenarios: number): Detail => (scenarios > fewScenarios ? coarse : fine);
