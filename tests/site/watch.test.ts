// build --watch: edits of every kind reach dist/ or the terminal, and none ends the process.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeArticles } from '../../bench/corpus.js'
import { until } from '../support/dev.js'
import { type RunningCommand, startCommand } from '../support/process.js'
import { article, makeSite, readTree, run, writeFiles } from '../support/site.js'

interface Watch extends RunningCommand {
  readonly root: string
  /** What was printed since the last call. */
  output(): string
}

async function startWatch(root: string): Promise<Watch> {
  const watch = startCommand(root, ['build', '--watch'])
  await until(
    () => existsSync(join(root, 'dist/index.html')) && /articles?, [\d,]+ files in/.test(watch.printed()),
    30_000,
  )
  let seen = 0
  return {
    ...watch,
    root,
    output() {
      const since = watch.printed().slice(seen)
      seen = watch.printed().length
      return since
    },
  }
}

describe('build --watch', () => {
  it('brings every change to dist/ or to the terminal, at 1,000 articles', async () => {
    const corpus = Object.fromEntries(
      [...makeArticles(1000)].map(({ path, text }) => [`content/${path}`, text]),
    )
    const root = makeSite({
      ...corpus,
      'content/2026/03/first.md': article({ title: 'First', region: 'Europe' }, 'Before.'),
      'templates/partials/footer.eta': '<footer>Foot</footer>',
    })
    const watch = await startWatch(root)
    const html = (path: string) =>
      existsSync(join(root, 'dist', path)) ? readFileSync(join(root, 'dist', path), 'utf8') : ''
    const took: Record<string, number> = {}
    const file = (name: string) => join(root, 'content/2026/03', name)

    writeFileSync(file('first.md'), article({ title: 'First', region: 'Europe' }, 'After.'))
    took.edit = await until(() => html('2026/03/first/index.html').includes('After.'))

    writeFileSync(file('second.md'), article({ title: 'Second', region: 'Europe' }))
    took.add = await until(() => html('2026/03/second/index.html').includes('Second'))

    renameSync(file('second.md'), file('renamed.md'))
    took.rename = await until(
      () =>
        existsSync(join(root, 'dist/2026/03/renamed/index.html')) &&
        !existsSync(join(root, 'dist/2026/03/second')),
    )

    rmSync(file('renamed.md'))
    took.delete = await until(() => !existsSync(join(root, 'dist/2026/03/renamed')))

    writeFileSync(file('broken.md'), '---\ntitle: [\n---\n')
    took.broken = await until(() => watch.output().includes('content/2026/03/broken.md:'))
    expect(html('2026/03/first/index.html')).toContain('After.')

    writeFileSync(file('broken.md'), article({ title: 'Mended', region: 'Europe' }))
    took.mended = await until(() => html('2026/03/broken/index.html').includes('Mended'))

    writeFileSync(join(root, 'templates/partials/footer.eta'), '<footer>New foot</footer>')
    took.template = await until(
      () => html('2026/03/first/index.html').includes('New foot') && html('index.html').includes('New foot'),
    )

    writeFileSync(join(root, 'templates/partials/footer.eta'), '<footer><%= it.nothing.here %></footer>')
    took.brokenTemplate = await until(() => watch.output().includes('templates/partials/footer.eta:1:1'))
    writeFileSync(join(root, 'templates/partials/footer.eta'), '<footer>New foot</footer>')

    writeFileSync(
      join(root, 'dateline.config.mjs'),
      "export default { title: 'Renamed Paper', url: 'https://paper.example/' }\n",
    )
    took.config = await until(
      () =>
        html('index.html').includes('Renamed Paper') &&
        html('2026/03/first/index.html').includes('Renamed Paper'),
      30_000,
    )

    mkdirSync(join(root, 'public'))
    writeFileSync(join(root, 'public/note.txt'), 'note')
    took.public = await until(() => html('note.txt') === 'note')

    // An editor that saves by writing beside and renaming over.
    writeFileSync(file('first.md.tmp'), article({ title: 'First', region: 'Europe' }, 'Atomically.'))
    renameSync(file('first.md.tmp'), file('first.md'))
    took.atomic = await until(() => html('2026/03/first/index.html').includes('Atomically.'))

    console.log(`ms from the change to dist/ or the terminal: ${JSON.stringify(took)}`)
    expect(watch.alive()).toBe(true)
    expect(await watch.stop()).toBe(130)
    const incremental = readTree(join(root, 'dist'))
    rmSync(join(root, 'dist'), { recursive: true })
    expect((await run(root, ['build', '--quiet'])).code).toBe(0)
    expect(incremental).toEqual(readTree(join(root, 'dist')))
  })

  it('waits for the first mistake to be mended, too', async () => {
    const root = makeSite({ 'content/a.md': '---\ntitle: A\n---\nx\n' })
    const watch = startCommand(root, ['build', '--watch'])
    await until(() => watch.printed().includes('DL1001'))
    writeFiles(root, { 'content/a.md': article({ title: 'A' }) })
    await until(() => existsSync(join(root, 'dist/2026/03/a/index.html')))
    await watch.stop()
  })
})
