import { inspect, isDeepStrictEqual } from 'node:util';
import { sideDiedError } from '../error.ts';
import { type Bench, type BenchCase, type Form, formNames } from './bench.ts';

const longestShown = 200;

/** Throws when a form gives another answer than the baseline: a faster wrong answer is no form. */
export async function checkAnswers(bench: Bench, size: string, opened: BenchCase): Promise<void> {
  const [first = '', ...others] = formNames(bench);
  const expected = await answerOf(formOf(opened, first));
  for (const name of others) {
    const answer = await answerOf(formOf(opened, name));
    if (isDeepStrictEqual(answer, expected)) continue;
    throw sideDiedError(
      `${bench.name} at ${size}: ${name} does not give what ${first} gives, so their times say nothing. Expected ${shown(expected)}, came ${shown(answer)}.`,
    );
  }
}

/** Throws where a benchmark declares a form and does not bring it. */
export function formOf(opened: BenchCase, name: string): Form {
  const form = opened.forms[name];
  if (!form) throw new Error(`the benchmark declares the form ${name} and does not open it`);
  return form;
}

const answerOf = (form: Form): unknown => (form.answer ? form.answer() : form.call(0));

function shown(value: unknown): string {
  const text = inspect(value, { depth: 4, breakLength: Number.POSITIVE_INFINITY });
  return text.length <= longestShown ? text : `${text.slice(0, longestShown)}...`;
}
