/** What an operation opened and has to leave closed. */
export interface Opened {
  /** Null when the operation is over; else whoever still waits is rejected with `reason`. */
  end(reason: Error | null): void;
}

/** Who opens something, and hears how it goes. */
export interface Opener {
  opens(opened: Opened): void;
  /** It has ended by itself: nobody has to end it any more. */
  closed(opened: Opened): void;
  /** The first byte of an answer has come. */
  firstByte(): void;
  /** The first server-sent event of an answer has come. */
  firstEvent(): void;
}
