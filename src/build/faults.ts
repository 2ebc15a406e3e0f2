// Which files an error keeps from being published: the site is put together without them, or with an earlier version
// in their place. Errors that only the putting together shows take more files away, until it shows nothing new.
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import { below } from './site-files.js'
import type { StandIns } from './stand-ins.js'

export interface FaultOptions {
  /** What was found before the site is put together, as the site wants it. */
  readonly found: readonly Diagnostic[]
  /** Everything that has no errors is wanted. */
  readonly keepGoing: boolean
  readonly standIns: StandIns | undefined
  /** A document as diagnostics name it. */
  shown(path: string): string
}

export function openFaults({ found, keepGoing, standIns, shown }: FaultOptions) {
  const diagnostics = [...found]
  const pathOf = (file: string | undefined): string | undefined =>
    below(shown(''), file === undefined ? [] : [file])[0]
  const isOld = ({ file }: Diagnostic): boolean => standIns?.has(pathOf(file) ?? '') ?? false
  const isOfFile = ({ severity, file }: Diagnostic): boolean => severity === 'error' && file !== undefined
  const files = (): ReadonlySet<string> =>
    new Set(diagnostics.filter(item => isOfFile(item) && !isOld(item)).map(({ file }) => file!))
  const leavesOut = ({ severity, known }: Diagnostic): boolean =>
    severity === 'error' && (keepGoing || standIns !== undefined || known === true)

  /** Of a text that stands in nobody is told: it is not the one that can be mended. */
  function tell(found: readonly Diagnostic[]): void {
    const keyOf = ({ code, file, place, args }: Diagnostic) => JSON.stringify([code, file, place, args])
    // What took a file away may be met again where all that is wrong with it is looked for.
    const errors = new Set(diagnostics.filter(isOfFile).map(keyOf))
    const isNew = (item: Diagnostic): boolean => !isOfFile(item) || !errors.has(keyOf(item))
    diagnostics.push(...found.filter(item => !isOld(item) && isNew(item)))
  }

  /** Earlier versions for files in error, or older ones for those. */
  async function replace(found: readonly Diagnostic[]): Promise<void> {
    const paths = found.filter(item => isOfFile(item) && !item.known).map(({ file }) => pathOf(file))
    const wanted = new Set(paths.filter(path => path !== undefined))
    if (standIns && wanted.size > 0) await standIns.replace([...wanted])
  }

  return {
    /** As diagnostics name them. */
    files,
    /** Files of which an earlier version may stand in. */
    yielding: (): ReadonlySet<string> => new Set(standIns?.paths().map(shown)),
    /** Puts together again and again: each round takes a file or a version away at least. */
    async settle<T extends { readonly diagnostics: readonly Diagnostic[] }>(
      putTogether: () => Promise<T>,
    ): Promise<T> {
      await replace(diagnostics)
      for (;;) {
        const known = files()
        const whole = await putTogether()
        const errors = whole.diagnostics.filter(leavesOut)
        const fresh = errors.filter(item => !isOld(item) && item.file !== undefined && !known.has(item.file))
        const failing = errors.filter(isOld)
        if (fresh.length + failing.length === 0) {
          tell(whole.diagnostics)
          return whole
        }
        diagnostics.push(...fresh)
        await replace([...fresh, ...failing])
      }
    },
    tell,
    /** @param visible whether readers see the article of a path.
     *  @returns all; errors of the content folder stop nothing where earlier versions stand in. */
    all(
      visible: (path: string) => boolean,
      judge: (found: readonly Diagnostic[]) => Diagnostic[],
    ): Diagnostic[] {
      if (!standIns) return diagnostics
      return [...diagnostics, ...judge(standIns.tell(visible))].map(item =>
        isOfFile(item) && pathOf(item.file) !== undefined ? { ...item, withheld: true } : item,
      )
    },
  }
}
