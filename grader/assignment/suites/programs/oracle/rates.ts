/** Learning rates that change. */

/** One for each step, over and over. */
export class Schedule {
  constructor(private readonly rates: number[]) {}

  call(step: number): number {
    return this.rates[step % this.rates.length];
  }
}

/** One that the program sets. */
export class Rate {
  constructor(public value: number) {}

  call(): number {
    return this.value;
  }
}
