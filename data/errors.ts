/** A problem with the data set: a file, a folder, a mirror. The message is one line, for the user at the terminal. */
export class DataError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "DataError";
  }
}
