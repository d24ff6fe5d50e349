/** Random choices that a seed repeats. */
export interface Random {
  /** An integer from 0 to `below` − 1. */
  int(below: number): number;
  pick<T>(list: readonly T[]): T;
  /** True once in `times`. */
  oneIn(times: number): boolean;
  /** Text of characters from an alphabet. */
  text(length: number, alphabet: string): string;
  bytes(length: number): Buffer;
}

/** The mulberry32 generator: 32 bits of state, good enough to vary requests. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const int = (below: number) => next() % below;
  return {
    int,
    pick: list => list[int(list.length)] as (typeof list)[number],
    oneIn: times => int(times) === 0,
    text: (length, alphabet) => Array.from({ length }, () => alphabet[int(alphabet.length)]).join(''),
    bytes: length => Buffer.from(Array.from({ length }, () => int(256))),
  };
}
