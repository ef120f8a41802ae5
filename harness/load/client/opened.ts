/** What an operation opened and has to leave closed. */
export interface Opened {
  /** Null when the operation is over; else whoever still waits is rejected with `reason`. */
  end(reason: Error | null): void;
}
