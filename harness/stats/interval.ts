/** Limits between which a figure lies with some confidence; both ends belong to it. */
export interface Interval {
  readonly lo: number;
  readonly hi: number;
}
