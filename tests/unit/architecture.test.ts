// ARCHITECTURE.md names every file of every room, so that it cannot fall behind.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '../support/site.js'

const text = readFileSync(join(projectRoot, 'ARCHITECTURE.md'), 'utf8')
const rooms = readdirSync(join(projectRoot, 'src'), { withFileTypes: true }).filter(entry =>
  entry.isDirectory(),
)

describe('ARCHITECTURE.md', () => {
  it.each(rooms.map(({ name }) => name))('names the files of %s', room => {
    const row = text.split('\n').find(line => line.startsWith(`| \`${room}\` |`)) ?? ''
    const named = new Set(
      [
        ...row
          .split('|')
          .at(-2)!
          .matchAll(/`([\w-]+)`/g),
      ].map(match => match[1]),
    )
    const files = readdirSync(join(projectRoot, 'src', room)).map(file => file.replace(/\.ts$/, ''))
    expect([...named].sort()).toEqual(files.sort())
  })
})
