/** How much is measured, and for how long. */
export interface Settings {
  /** Hospitals that send; each may send 500 requests a second. */
  readonly hospitals: number;
  /** Members on the roster, all of them under load. */
  readonly members: number;
  /** Members of a grown store, of which the first {@link Settings.members} are under load. */
  readonly manyMembers: number;
  /** Earlier settlements of each member under load in a grown store. */
  readonly earlier: number;
  /** Connections that saturate the gateway. */
  readonly connections: number;
  /** Connections where requests come when they come: more than are ever under way. */
  readonly openConnections: number;
  /** The same in an overload: more than the gateway lets wait. */
  readonly overloadConnections: number;
  /**
   * Seconds of load before anything is measured, so that the code is compiled and caches are full: V8 compiles most of a
   * worker's code for good when that has settled some ten thousand, which takes a second and is felt.
   */
  readonly warmUp: number;
  /** Two servers are compared by slices of so many seconds in turn, so that what else the machine does meets both. */
  readonly slice: number;
  readonly slices: number;
  /** Seconds of one connection, and at each rate. */
  readonly latency: number;
  /** Seconds without load, long enough for V8 to tidy up: it does after eight. */
  readonly pause: number;
  readonly overload: number;
  readonly recovery: number;
  /** Seconds of each ceiling and of each rule engine. */
  readonly ceiling: number;
}

export const FULL: Settings = {
  hospitals: 40,
  members: 500,
  manyMembers: 1_000_000,
  earlier: 200,
  connections: 128,
  openConnections: 512,
  overloadConnections: 2_500,
  warmUp: 22,
  slice: 3,
  slices: 3,
  latency: 8,
  pause: 12,
  overload: 5,
  recovery: 4,
  ceiling: 1,
};

/** Seconds instead of minutes: to see that all of it works, not to believe the figures. */
export const QUICK: Settings = {
  ...FULL,
  hospitals: 4,
  members: 20,
  manyMembers: 2_000,
  earlier: 10,
  connections: 16,
  openConnections: 64,
  overloadConnections: 1_500,
  warmUp: 0.3,
  slice: 0.5,
  slices: 1,
  latency: 0.5,
  pause: 0.1,
  overload: 1,
  recovery: 1,
  ceiling: 0.1,
};
