/** Something is wrong with the dataset: a file, a folder, a mirror. The message is one line, written for the person at the terminal. */
export class DataError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "DataError";
  }
}
