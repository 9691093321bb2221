/**
 * Mistakes that the simulated store can be made to make, to see that the simulator finds them. None is in the product.
 */
export const BUGS = {
  'no-version-check': 'a write is appended to whatever version the member has, and an entry in a place that is taken',
  'lost-idempotency-row': 'one in ten entries: a settlement in it is not found again by its id',
  'limit-counted-twice': 'a reversal leaves accumulators in which payouts count twice',
  'wrong-replay-order': 'what replaces a settlement takes the last place in the order and not the place of the other',
  'acknowledged-not-appended': 'one in fifty commits is answered and not done',
  'seals-while-appending': 'writes do not wait while a day is sealed',
  'half-a-commit': 'one in fifty commits loses the last of its rows',
  'done-though-refused': 'a commit whose connection was lost before it is done all the same',
  'messages-not-held': 'a message may be settled and taken back at the same moment',
  'family-not-looked-at': 'that another of the family has written since is not noticed',
} as const;

export type Bug = keyof typeof BUGS;
