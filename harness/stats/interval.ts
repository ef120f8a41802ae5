/** Limits between which a figure lies with some confidence; both ends belong to it. */
export interface Interval {
  readonly lo: number;
  readonly hi: number;
}

/** Have they no value in common? */
export const areApart = (a: Interval, b: Interval): boolean => a.hi < b.lo || a.lo > b.hi;
