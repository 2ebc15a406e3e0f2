// What a build is asked for, and what it tells.
import type { UserConfig } from '../config/define.js'
import type { Untold } from '../diagnostics/fold.js'
import type { Report } from '../diagnostics/reporters.js'
import type { KnownProblem } from '../diagnostics/rules.js'
import type { Preview } from '../site/schedule.js'
import type { OutsideOptions } from './check-outside.js'
import type { FileFix } from './fixes.js'
import type { Sessions } from './session.js'

export interface BuildOptions {
  /** The project's folder; the current one by default. */
  readonly root?: string
  /** Path of the config file, from the root. */
  readonly configFile?: string
  /** A config in place of a file. Such a build uses no threads, since functions cannot be sent to one. */
  readonly config?: UserConfig
  /** In place of the config's content folder, from the root. */
  readonly content?: string
  /** The output folder, from the root; `dist`, or `preview` of a preview. */
  readonly out?: string
  /** The clock, ms since 1970. */
  readonly now?: number
  /** Threads beside the main one; chosen by the size of the site when undefined. */
  readonly workers?: number
  /** Publish what has no errors. */
  readonly keepGoing?: boolean
  /** False: what the config says of `onError` does not count. */
  readonly withhold?: boolean
  /** Tell what a sub-editor would say, too. */
  readonly advise?: boolean
  /** Warnings of one code that are located and told, the rest being counted; all of them when undefined. */
  readonly mostAlike?: number
  /** A commit, branch or tag that the site is compared with: what would be lost or has changed since. */
  readonly since?: string
  /** Ask other sites whether the links to them lead anywhere. */
  readonly outside?: OutsideOptions
  /** Tell what the fixes of diagnostics would make of their files. */
  readonly mend?: boolean
  /** False: everything but writing. */
  readonly write?: boolean
  readonly onProgress?: (progress: Progress) => void
  /** False: nothing that an earlier build kept is used. */
  readonly cache?: boolean
  /** Stories are shown before readers may see them. It has a store of its own, and a folder of its own. */
  readonly preview?: Preview
  /** Whether what is parsed is put into the store; the build sees to that by itself when undefined. */
  readonly keeps?: boolean
  /** What a watch keeps between builds. */
  readonly sessions?: Sessions
  /** In place of the output folder: only what differs from what was deployed. */
  readonly delta?: DeltaOptions
  /** Whose limits on files and sizes are watched: `github`, `cloudflare`, `gitlab`. */
  readonly host?: string
}

export function outFolder({ out, preview }: Pick<BuildOptions, 'out' | 'preview'>): string {
  return out ?? (preview ? 'preview' : 'dist')
}

export interface DeltaOptions {
  /** Folder for the files that differ, from the root. */
  readonly folder: string
  /** The manifest that was deployed last, from the root; without it everything differs. */
  readonly base?: string
}

export interface Inspection<T> {
  readonly value?: T
  readonly reports: readonly Report[]
  readonly ok: boolean
}

export interface Progress {
  readonly step: StepName
  readonly done: number
  readonly total: number
}

export type StepName =
  | 'config'
  | 'discover'
  | 'parse'
  | 'model'
  | 'related'
  | 'outputs'
  | 'render'
  | 'write'
  | 'keep'

export interface BuildResult {
  /** No errors. With `keepGoing` the site may have been written all the same. */
  readonly ok: boolean
  /** The output folder holds this build. */
  readonly published: boolean
  /** Articles that readers see. */
  readonly articles: number
  /** Files of articles that were found, and how many of them are not visible for a reason that is no error. */
  readonly found: number
  readonly hidden: number
  /** The same by reason: 'a draft', 'under embargo', … */
  readonly hiddenBy: Readonly<Record<string, number>>
  /** Files of the site. */
  readonly pages: number
  readonly written: number
  readonly removed: number
  readonly unchanged: number
  readonly counters: Counters
  readonly ms: Readonly<Record<'total' | StepName, number>>
  readonly reports: readonly Report[]
  /** With `mostAlike`: warnings beyond those. */
  readonly untold: readonly Untold[]
  /** Files in error that stopped nothing, with the version that stands in for each; sorted by file. */
  readonly withheld: readonly Withheld[]
  /** With `mend`: files as they are and as they would be. */
  readonly fixes: readonly FileFix[]
  /** All problems, those of the baseline too; nothing is folded. */
  readonly problems: readonly KnownProblem[]
  /** How many of them stand in the baseline, and how many of the baseline are mended. */
  readonly known: number
  readonly mended: number
  /** When the site next changes by itself, in the site's zone. */
  readonly nextChange: string | null
  readonly changes: Changes
}

export interface Withheld {
  /** From the root. */
  readonly file: string
  /** Undefined: the file is left out, or it is no article and does without. */
  readonly version?: { readonly commit: string; readonly date: string }
}

/** Paths below the output folder, sorted by code unit. */
export interface Changes {
  readonly written: readonly string[]
  readonly removed: readonly string[]
}

/** Work that was really done: what a push costs. */
export interface Counters {
  readonly parsed: number
  readonly ranked: number
  readonly rendered: number
  /** Written to the output folder. */
  readonly bytes: number
}
