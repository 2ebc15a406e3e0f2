// The files of the site as the last build left them: what each was made of, what it read, what was written.
// In columns, by number; found by the key of the file.
import {
  createNumberColumn,
  createTextColumn,
  type NumberColumn,
  type Numbers,
  type SavedText,
} from '../base/columns.js'
import type { Digest } from '../base/digest.js'
import { createRowIndex } from '../base/row-index.js'
import { halvesOf, hexOf, type Stamp, startStamp } from '../base/stamp.js'
import { type Environment, isCurrent, type Profile } from './memo.js'

/** A file as it was written. */
export interface Written {
  readonly size: number
  readonly modifiedMs: number
  /** Of its bytes. */
  readonly digest: string
}

export interface TableEntry extends Written {
  /** Below the output folder. */
  readonly file: string
  readonly keyHigh: number
  readonly keyLow: number
  readonly stampHigh: number
  readonly stampLow: number
  /** Number of what it read. */
  readonly profile: number
}

export interface SavedTable {
  readonly files: SavedText
  /** Sum of the stamps of all entries, in halves: the same whatever the order in which they came. */
  readonly sum: readonly [high: number, low: number]
  readonly numbers: Readonly<Record<NumberName, Numbers>>
  readonly profiles: readonly Profile[]
}

const numberTypes = {
  keyHigh: Uint32Array,
  keyLow: Uint32Array,
  stampHigh: Uint32Array,
  stampLow: Uint32Array,
  digestHigh: Uint32Array,
  digestLow: Uint32Array,
  size: Float64Array,
  modifiedMs: Float64Array,
  profile: Uint32Array,
} as const
type NumberName = keyof typeof numberTypes

export function createPageTable(saved?: SavedTable) {
  const files = createTextColumn(saved?.files)
  const number = Object.fromEntries(
    Object.entries(numberTypes).map(([name, type]) => [
      name,
      createNumberColumn(type as new (length: number) => Numbers, saved?.numbers[name as NumberName]),
    ]),
  ) as unknown as Record<NumberName, NumberColumn<Numbers>>
  const profiles: Profile[] = [...(saved?.profiles ?? [])]
  const numbers = new Map(profiles.map((profile, n) => [JSON.stringify(profile), n]))
  const index = createRowIndex(number.keyLow)
  const stamp = startStamp()
  let [high, low] = saved?.sum ?? [0, 0]

  /** Takes an entry into the sum, or out of it. */
  function count(entry: number, by: 1 | -1): void {
    stampFile(stamp, files.get(entry), number.digestHigh.get(entry), number.digestLow.get(entry))
    high = (high + by * stamp.high) >>> 0
    low = (low + by * stamp.low) >>> 0
  }
  function write(entry: number, row: TableEntry): void {
    const [digestHigh, digestLow] = halvesOf(row.digest)
    number.stampHigh.set(entry, row.stampHigh)
    number.stampLow.set(entry, row.stampLow)
    number.digestHigh.set(entry, digestHigh)
    number.digestLow.set(entry, digestLow)
    number.size.set(entry, row.size)
    number.modifiedMs.set(entry, row.modifiedMs)
    number.profile.set(entry, row.profile)
  }
  const columns = (of: (column: NumberColumn<Numbers>) => Numbers) =>
    Object.fromEntries(
      Object.entries(number).map(([name, column]) => [name, of(column)]),
    ) as unknown as SavedTable['numbers']

  return {
    get size() {
      return files.length
    },
    /** -1 for a file that is not there. */
    find: (keyHigh: number, keyLow: number): number =>
      index.find(keyLow, entry => number.keyHigh.get(entry) === keyHigh),
    file: (entry: number): string => files.get(entry),
    /** The same in UTF-8, not to be written to. */
    fileBytes: (entry: number): Uint8Array => files.raw(entry),
    digest: (entry: number): Digest => hexOf(number.digestHigh.get(entry), number.digestLow.get(entry)),
    /** @param high @param low halves of a digest. */
    hasDigest: (entry: number, high: number, low: number): boolean =>
      number.digestHigh.get(entry) === high && number.digestLow.get(entry) === low,
    bytes: (entry: number): number => number.size.get(entry),
    hasStamp: (entry: number, stampHigh: number, stampLow: number): boolean =>
      number.stampHigh.get(entry) === stampHigh && number.stampLow.get(entry) === stampLow,
    profileNumber: (entry: number): number => number.profile.get(entry),
    profile: (n: number): Profile => profiles[n]!,
    /** Whether what each profile read is still the same, by its number. */
    currentProfiles: (environment: Environment): readonly boolean[] =>
      profiles.map(profile => isCurrent(profile, environment)),
    /** Number of what a render read; the same reads of the same values have one number. */
    intern(profile: Profile): number {
      const key = JSON.stringify(profile)
      const known = numbers.get(key)
      if (known !== undefined) return known
      numbers.set(key, profiles.length)
      return profiles.push(profile) - 1
    },
    add(row: TableEntry): number {
      const entry = files.length
      files.push(row.file)
      number.keyHigh.push(row.keyHigh)
      number.keyLow.push(row.keyLow)
      for (const name of Object.keys(numberTypes) as NumberName[])
        if (name !== 'keyHigh' && name !== 'keyLow') number[name].push(0)
      write(entry, row)
      index.add(entry)
      count(entry, 1)
      return entry
    },
    /** Writes over an entry of the same file. */
    replace(entry: number, row: TableEntry): void {
      count(entry, -1)
      write(entry, row)
      count(entry, 1)
    },
    /** The file was found with the same bytes and another time. */
    touch(entry: number, modifiedMs: number): void {
      number.modifiedMs.set(entry, modifiedMs)
    },
    /** Digest of the whole site. */
    get site(): Digest {
      return hexOf(high, low)
    },
    /** The table as it is kept, without some entries. */
    saved(without: readonly number[] = []): SavedTable {
      if (without.length === 0)
        return { files: files.saved(), sum: [high, low], numbers: columns(column => column.view()), profiles }
      const out = new Set(without)
      const kept = Uint32Array.from({ length: files.length - out.size })
      for (let entry = 0, n = 0; entry < files.length; entry++) if (!out.has(entry)) kept[n++] = entry
      for (const entry of out) count(entry, -1)
      const saved = {
        files: files.gather(kept).saved(),
        sum: [high, low] as const,
        numbers: columns(column => column.gather(kept).view()),
        profiles,
      }
      for (const entry of out) count(entry, 1)
      return saved
    },
  }
}

export type PageTable = ReturnType<typeof createPageTable>

/** What a file is in the digest of the whole site, which is the sum of all: in whatever order they come. */
const stampFile = (stamp: Stamp, file: string, digestHigh: number, digestLow: number): Stamp =>
  stamp.restart(11).text(file).pair(digestHigh, digestLow)

/** Digest of the whole site of a table as it is kept. */
export function siteOf({ sum: [high, low] }: SavedTable): Digest {
  return hexOf(high, low)
}
