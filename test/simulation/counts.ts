/** What a history is judged by: how often each promise was broken, and what is allowed but watched. */
export interface Counts {
  /** Accepted, and gone. */
  lost: number;
  /** Written after it was finished: a result committed twice or taken back. */
  doubled: number;
  /** Accepted, and not finished at the end. */
  stuck: number;
  /** Finished, and those who wait for it were not told. */
  untold: number;
  /** Told, or noted as told, again after everybody had been told. */
  retold: number;
  /** Should have succeeded and is failed. */
  wronglyFailed: number;
  /** Ended otherwise than it may: succeeded though it always fails, or was cancelled by nobody. */
  wronglyEnded: number;
  /** Written by a worker that no longer had the job. */
  stale: number;
  /** Taken from a worker whose lease had not run out. */
  stolen: number;
  /** One failed attempt counted twice. */
  miscounted: number;
  /** Claimed although its failures or claims were used up. */
  unbounded: number;
  /** Claimed a second time by one claim, which the network brought twice. */
  reclaimed: number;
  /** Claimed after it was cancelled. */
  unwanted: number;
  /** Claimed long after its deadline. */
  untimely: number;
  /** Sent again sooner than its promise says. */
  hurried: number;
  /** Claimed by a worker that lived on and did not run it: it never learned what became of its write. */
  unresolved: number;
  /** The same where nothing fails, and so for no reason. */
  abandoned: number;
  /** Its input or its result is not the one that was stored for it. */
  unreadable: number;
  /** Missing in a listing, twice in it, out of its order or another tenant's. */
  mislisted: number;
  /** Refused though the tenant had room. */
  turnedAway: number;
  /** Cancelled, without an answer in how many tries there are. */
  uncancelled: number;
  /** Left where messages end. */
  buried: number;
  /** Failed for another reason than its own. */
  misreported: number;
  /** Where nothing but the jobs themselves fails: not stopped or given up in the time that is promised. */
  late: number;
  /** Where nothing but the jobs themselves fails: sent again though it only waited. */
  resent: number;
  /** Ran in two live workers at once: allowed, execution is at least once. */
  overlapping: number;
}

export const noCounts = (): Counts => ({
  lost: 0,
  doubled: 0,
  stuck: 0,
  untold: 0,
  retold: 0,
  wronglyFailed: 0,
  wronglyEnded: 0,
  stale: 0,
  stolen: 0,
  miscounted: 0,
  unbounded: 0,
  reclaimed: 0,
  unwanted: 0,
  untimely: 0,
  hurried: 0,
  unresolved: 0,
  unreadable: 0,
  mislisted: 0,
  turnedAway: 0,
  uncancelled: 0,
  buried: 0,
  misreported: 0,
  late: 0,
  resent: 0,
  abandoned: 0,
  overlapping: 0,
});
