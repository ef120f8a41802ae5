/** What broke a request, in plain words: they are counted, and stand in reports. */

const closedAmid = 'the server closed the connection in the middle of its answer';
const interim =
  'the server sent an interim answer (100 Continue) that it was not asked for, which this client does not take';
const overlong = 'the head of the answer is longer than this client takes (16 KiB)';
const unasked = 'the server switched protocols, which it was not asked to';

/** What a system's error means by its code, and undici's by its message: before the answer began, and in its middle. */
const meanings: Readonly<Record<string, readonly [before: string, amid: string]>> = {
  ECONNREFUSED: ['the server refused the connection', 'the server refused the connection'],
  ECONNRESET: [
    'the server reset the connection before it answered',
    'the server reset the connection in the middle of its answer',
  ],
  EPIPE: ['the server closed the connection while it was being asked', closedAmid],
  'other side closed': ['the server closed the connection before it answered', closedAmid],
  'bad upgrade': [unasked, unasked],
  'bad response': [interim, interim],
  UND_ERR_HEADERS_OVERFLOW: [overlong, overlong],
};

/** The same failure in words, its code behind them; an error without a meaning known here as it is. */
export function failureInWords(error: Error, answerBegan: boolean): Error {
  if (error.name === 'HTTPParserError') {
    return new Error(`the answer is not HTTP: ${error.message}`, { cause: error });
  }
  const code = 'code' in error ? String(error.code) : 'no code';
  const words = (meanings[code] ?? meanings[error.message])?.[answerBegan ? 1 : 0];
  return words === undefined ? error : new Error(`${words} (${code})`, { cause: error });
}
