/** A promise of the gateway that was broken. The message says which, and of what settlement. */
export class Broken extends Error {
  constructor(what: string, found?: unknown) {
    super(found === undefined ? what : `${what}: ${JSON.stringify(found)}`);
    this.name = 'Broken';
  }
}
