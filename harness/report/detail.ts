/** How finely a scenario is drawn over time: all that are on a page share its size. */
export interface Detail {
  /** More readings of a lane than so many are gathered in columns. */
  readonly columns: number;
  /** Of the table of values behind it. */
  readonly rows: number;
}

const fine: Detail = { columns: 90, rows: 30 };
const coarse: Detail = { columns: 24, rows: 6 };
const fewScenarios = 3;

export const detailOf = (scenarios: number): Detail => (scenarios > fewScenarios ? coarse : fine);
