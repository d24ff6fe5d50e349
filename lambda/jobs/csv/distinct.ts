/**
 * Counts distinct values without keeping them: exactly by a set of 64-bit hashes in typed arrays (8 bytes a slot; two
 * different values of a million share a hash once in tens of millions of files), and when the shared budget is spent,
 * by a HyperLogLog of 16 kB with a standard error of 0.8% (Flajolet et al., "HyperLogLog", 2007).
 */
export interface DistinctBudget {
  /** Distinct values that may still be kept exactly, over all columns. */
  left: number;
}

export class DistinctCounter {
  private set: HashSet | undefined = new HashSet();
  private readonly sketch = new Uint8Array(1 << SKETCH_BITS);
  private readonly budget: DistinctBudget;

  constructor(budget: DistinctBudget) {
    this.budget = budget;
  }

  add(value: string): void {
    const [high, low] = hash(value);
    sketchAdd(this.sketch, high, low);
    if (!this.set?.add(high, low)) return;
    this.budget.left -= 1;
    if (this.budget.left >= 0) return;
    this.budget.left += this.set.size;
    this.set = undefined;
  }

  get exact(): boolean {
    return this.set !== undefined;
  }

  get count(): number {
    return this.set?.size ?? sketchCount(this.sketch);
  }
}

/** Open addressing over pairs of 32-bit words; the pair 0,0 marks a free slot and so is stored as 0,1. */
class HashSet {
  size = 0;
  private slots = new Uint32Array(2 * 64);

  /** Whether the hash is new. */
  add(high: number, low: number): boolean {
    if (this.size * 4 >= this.slots.length) this.grow();
    if (!this.place(high, high === 0 && low === 0 ? 1 : low)) return false;
    this.size += 1;
    return true;
  }

  private place(high: number, low: number): boolean {
    const { slots } = this;
    const mask = slots.length / 2 - 1;
    for (let at = low & mask; ; at = (at + 1) & mask) {
      if (slots[2 * at] === high && slots[2 * at + 1] === low) return false;
      if (slots[2 * at] === 0 && slots[2 * at + 1] === 0) {
        slots[2 * at] = high;
        slots[2 * at + 1] = low;
        return true;
      }
    }
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += 2) {
      if (old[at] !== 0 || old[at + 1] !== 0) this.place(old[at]!, old[at + 1]!);
    }
  }
}

const SKETCH_BITS = 14;

function sketchAdd(registers: Uint8Array, high: number, low: number): void {
  const register = low & (registers.length - 1);
  const rank = Math.clz32(high) + 1;
  if (rank > registers[register]!) registers[register] = rank;
}

function sketchCount(registers: Uint8Array): number {
  const size = registers.length;
  let sum = 0;
  for (const rank of registers) sum += 2 ** -rank;
  return Math.round(((0.7213 / (1 + 1.079 / size)) * size * size) / sum);
}

/** Two independent 32-bit hashes, each finished as MurmurHash3 finishes its own. */
function hash(value: string): readonly [high: number, low: number] {
  let high = 0x9747b28c ^ value.length;
  let low = 0x3c6ef372 + value.length;
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    high = Math.imul(high ^ code, 0x85ebca6b);
    high ^= high >>> 15;
    low = Math.imul(low ^ code, 0xc2b2ae35);
    low ^= low >>> 13;
  }
  return [finish(high), finish(low)];
}

function finish(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
