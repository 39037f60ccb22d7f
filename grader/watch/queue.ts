/** What waits to be graded. One list of suites at a time; whatever is asked for goes first, and interrupts the rest. */
export class GradingQueue {
  private lists: string[][] = [];
  private current: AbortController | null = null;
  private working: Promise<void> = Promise.resolve();
  private isClosed = false;

  /**
   * @param grade grades suites, and does nothing more once the signal has come: they are then graded again
   * @param onFault is told why it could not
   */
  constructor(
    private readonly grade: (suites: string[], stop: AbortSignal) => Promise<void>,
    private readonly onFault: (fault: unknown) => void,
  ) {}

  /** The suites whose latest verdict is of an earlier state of the files. */
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

  /** Ends what runs now, and everything that waits. */
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
      // If it was interrupted, the lists have been put in another order, and still hold what was not graded.
      if (!signal.aborted) this.lists.shift();
    }
  }
}
