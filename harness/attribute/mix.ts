/** A mix: which of k fixes are on. Bit i stands for fix i. */

export type Mix = number;

export const noFixes: Mix = 0;

export const allFixes = (count: number): Mix => 2 ** count - 1;

export const isOn = (mix: Mix, fix: number): boolean => (mix & (1 << fix)) !== 0;

export const withFix = (mix: Mix, fix: number): Mix => mix | (1 << fix);

export const withoutFix = (mix: Mix, fix: number): Mix => mix & ~(1 << fix);

/** +1 where the fix is on, −1 where it is off. */
export const signOf = (mix: Mix, fix: number): 1 | -1 => (isOn(mix, fix) ? 1 : -1);
