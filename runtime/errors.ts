/** Errors that a client hears of, each with its HTTP status. */
export class RequestError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export class InvalidRequest extends RequestError {
  constructor(message: string) {
    super(400, message);
  }
}

export class Unauthorized extends RequestError {
  constructor(message: string) {
    super(401, message);
  }
}

export class MessageTooLarge extends RequestError {
  constructor(bytes: number, maxBytes: number) {
    super(413, `message of ${bytes} bytes is over the limit of ${maxBytes}`);
  }
}

/** Nothing of that name, or nothing that this user may see. */
export class NotFound extends RequestError {
  constructor(message: string) {
    super(404, message);
  }
}

/** The server is on its way out: a client should ask another one. */
export class Stopping extends RequestError {
  constructor() {
    super(503, 'the server is stopping');
  }
}

/** The server cannot start: the message says which precondition failed and what to do. */
export class CannotStart extends Error {}
