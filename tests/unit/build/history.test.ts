import { expect, it } from 'vitest'
import { openHistory } from '../../../src/build/history.js'
import { commit, git, makeRepository } from '../../support/git.js'

/** More than one question names by themselves. */
const many = Array.from({ length: 120 }, (_, n) => `content/n${String(n).padStart(3, '0')}.md`)

function makeHistory(): string {
  const root = makeRepository({ 'content/a.md': 'One.', 'content/b/c.md': 'One.', 'd.md': 'One.' })
  commit(root, { 'content/a.md': 'Two.' })
  git(root, 'switch', '-q', '-c', 'desk')
  commit(root, { 'content/b/c.md': 'Of the desk.' })
  git(root, 'switch', '-q', 'main')
  commit(root, { 'content/a.md': 'Three.', 'd.md': 'Two.' })
  git(root, 'merge', '-q', '--no-ff', '-m', 'Merge', 'desk')
  commit(root, {}, ['content/b/c.md'])
  commit(root, { 'content/a.md': 'Two.' })
  return root
}

it('has the versions of a file newest first, those of other lines of history too', () => {
  const history = openHistory(makeHistory())
  const files = ['content/a.md', 'content/b/c.md', 'd.md']
  const texts = (path: string) => {
    const blobs = (history.versions(files).get(path) ?? []).map(({ blob }) => blob)
    const bytes = history.read(blobs)
    return blobs.map(blob => Buffer.from(bytes.get(blob)!).toString())
  }
  expect(files.map(texts)).toEqual([
    ['Two.', 'Three.', 'One.'],
    ['Of the desk.', 'One.'],
    ['Two.', 'One.'],
  ])
})

it('has the same of many files as of few', () => {
  const history = openHistory(makeHistory())
  for (const files of [['content/a.md', 'content/b/c.md'], ['d.md', 'content/a.md'], ['content/b/c.md']])
    expect(history.versions([...files, ...many])).toEqual(history.versions(files))
  expect(history.versions([])).toEqual(new Map())
})

it('knows what a commit renamed', () => {
  const root = makeHistory()
  git(root, 'mv', 'content', 'stories')
  const moved = commit(root)
  const renames = openHistory(root).renames(moved)
  expect(renames).toEqual(new Map([['stories/a.md', 'content/a.md']]))
})
