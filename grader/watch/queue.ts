/** The lists of suites that wait to be graded, one list at a time. A new request goes first, and interrupts the current one. */
export class GradingQueue {
  private lists: string[][] = [];
  private current: AbortController | null = null;
  private working: Promise<void> = Promise.resolve();
  private isClosed = false;

  /**
   * @param grade grades suites, and stops when the signal aborts: the suites are then graded again
   * @param onFault receives the error if grading fails
   */
  constructor(
    private readonly grade: (suites: string[], stop: AbortSignal) => Promise<void>,
    private readonly onFault: (fault: unknown) => void,
  ) {}

  /** The suites whose latest results belong to an earlier state of the files. */
  get pending(): string[] {
    return this.lists.flat();
  }

  request(lists: string[][]): void {
    const asked = lists.flat();
    const rest = this.lists.map((list) => list.filter((id) => !asked.includes(id)));
    this.lists = [...lists, ...rest].filter((list) => list.length > 0);
    this.current?.abort();
    this.working = this.working.then(() => this.work()).catch(this.onFault);
  }

  /** Stops the current grading and drops all waiting suites. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.current?.abort();
    await this.working;
  }

  private async work(): Promise<void> {
    while (this.lists.length > 0 && !this.isClosed) {
      const [suites] = this.lists;
      this.current = new AbortController();
      const { signal } = this.current;
      await this.grade(suites, signal);
      // After an interruption, the lists are in another order, and still hold what was not graded.
      if (!signal.aborted) this.lists.shift();
    }
  }
}
