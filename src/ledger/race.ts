/** Somebody else has written to the member since it was loaded: it has to be loaded and decided again. */
export class LostRace extends Error {
  constructor() {
    super('a member was written to meanwhile');
    this.name = 'LostRace';
  }
}
