// Bytes or numbers of which only parts are looked at: held in memory, or read from a file when they are asked for.
// Typed arrays are stretches as they are.

export interface Stretch<A> {
  /** In elements. */
  readonly length: number
  /** @returns a view or a copy, not to be written to. */
  subarray(from: number, to: number): A
}

/** What was put away cannot be read any more: everything that was kept is made anew. */
export class LostStore extends Error {}

/** For whoever makes a mistake of the site out of what was thrown: a lost store is none, and goes on its way. */
export function passLost(cause: unknown): void {
  if (cause instanceof LostStore) throw cause
}

export const isInMemory = <A extends ArrayBufferView>(stretch: Stretch<A>): stretch is Stretch<A> & A =>
  ArrayBuffer.isView(stretch)
