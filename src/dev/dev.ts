// dateline dev: a workspace, the watch over its files, and the server that shows it.
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isAbsolute, relative, resolve } from 'node:path'
import { openWorkspace, type WorkspaceOptions } from '../build/workspace.js'
import type { Report } from '../diagnostics/reporters.js'
import { openDesk } from './desk.js'
import { startDrive } from './drive.js'
import { createDevServer } from './serve.js'
import { projectFolder, watchFolder } from './watch-files.js'

export interface DevOptions extends WorkspaceOptions {
  /** The first port that is tried. */
  readonly port: number
  /** Told after each preparation. */
  onPrepared(told: Told): void
  onFailure(cause: unknown): void
  /** @returns why the file could not be opened. */
  edit(place: string): Promise<string | undefined>
}

export interface Told {
  readonly articles: number
  readonly reports: readonly Report[]
  readonly ms: number
}

export interface Dev {
  readonly port: number
  /** Where the site begins, without scheme and host; known when `ready` has resolved. */
  base(): string
  readonly ready: Promise<void>
  close(): Promise<void>
}

/** An edit is shown when the disk has been still for as long as an editor needs to write a file. */
const settleMs = 8
const waveMs = 200
/** Nobody can be shown anything while the site is prepared: in a large archive it waits until hands are at rest. */
const restMs = 250
const restShare = 1.5
const mostRestMs = 3_000
/** What a timer of Node takes at most (2 ** 31 - 1 ms). */
const longestMs = 0x7fffffff
const mostPorts = 20

export async function startDev(options: DevOptions): Promise<Dev> {
  const workspace = openWorkspace(options)
  const { root } = workspace
  const desk = openDesk(workspace, options.edit)
  const server = createDevServer(desk, options.onFailure)
  const port = await listen(server, options.port)
  let alarm: NodeJS.Timeout | undefined
  let warmed = false

  const pace = { settleMs, waveMs, restMs }
  const drive = startDrive(
    {
      async show(changed) {
        const paths = []
        for (const file of changed) {
          if (workspace.retheme(file)) continue
          const path = await workspace.patch(file)
          if (path === undefined) return false
          paths.push(path)
        }
        desk.patched(paths, changed)
        return true
      },
      async build(changed) {
        const from = performance.now()
        const first = workspace.isNew()
        await workspace.prepare(changed)
        desk.prepared(changed)
        const view = workspace.view()
        options.onPrepared({
          articles: view?.prepared.sources.site.size ?? 0,
          reports: workspace.reports(),
          ms: performance.now() - from,
        })
        pace.restMs = Math.max(restMs, Math.min(mostRestMs, restShare * (performance.now() - from)))
        if (first) workspace.save()
        if (!warmed) await workspace.warm()
        warmed = true
        waitFor(view?.prepared.sources.site.until)
      },
      onFailure: options.onFailure,
    },
    pace,
  )
  /** Time alone changes a site, too. */
  function waitFor(until = Number.POSITIVE_INFINITY): void {
    clearTimeout(alarm)
    const ms = until - (options.now ?? Date.now())
    // A clock that stands still never gets there.
    if (options.now !== undefined || !(ms < longestMs)) return
    alarm = setTimeout(() => drive.change(new Set()), Math.max(0, ms) + 20)
    alarm.unref()
  }
  const folders = [projectFolder(root, [resolve(root, 'dist'), resolve(root, 'preview')])]
  const { content } = options
  const outside = content !== undefined && relative(root, resolve(root, content))
  if (content !== undefined && outside !== false && (outside.startsWith('..') || isAbsolute(outside)))
    folders.push({ folder: resolve(root, content), ignores: () => false })
  const watches = folders.map(folder =>
    watchFolder(folder, changed => drive.change(folder.folder === root ? changed : 'all'), options.onFailure),
  )
  return {
    port,
    base: () => desk.base,
    ready: desk.ready,
    async close() {
      clearTimeout(alarm)
      for (const watch of watches) watch.close()
      await drive.close()
      desk.close()
      await new Promise<void>(done => {
        server.close(() => done())
        server.closeAllConnections()
      })
      workspace.save()
      await workspace.close()
    },
  }
}

/** On this machine alone; a port that is taken leads to the next one. */
async function listen(server: Server, first: number): Promise<number> {
  for (let port = first; ; port++) {
    try {
      await new Promise<void>((done, failed) => {
        server.once('error', failed)
        server.listen(port, '127.0.0.1', () => {
          server.removeListener('error', failed)
          done()
        })
      })
      return (server.address() as AddressInfo).port
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE' || port >= first + mostPorts) throw cause
    }
  }
}
