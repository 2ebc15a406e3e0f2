import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createAsker } from '../../../src/cli/ask.js'

function answering(...lines: string[]) {
  const input = new PassThrough()
  const output = new PassThrough()
  input.end(lines.map(line => `${line}\n`).join(''))
  return { asker: createAsker(input, output), shown: () => String(output.read() ?? '') }
}

describe('questions', () => {
  it('take an empty line for what stands in brackets', async () => {
    const { asker, shown } = answering('', 'The Post')
    expect(await asker.text('Name', 'Paper')).toBe('Paper')
    expect(await asker.text('Name', 'Paper')).toBe('The Post')
    expect(shown()).toContain('Name [Paper]: ')
  })

  it('take a choice by number or by name, and ask again with a suggestion', async () => {
    const choices = ['Europe', 'Asia-Pacific']
    const { asker, shown } = answering('2', 'europe', 'Eurpoe', '3', '')
    expect(await asker.choose('Region', choices)).toBe('Asia-Pacific')
    expect(await asker.choose('Region', choices)).toBe('Europe')
    expect(await asker.choose('Region', choices)).toBeUndefined()
    expect(shown()).toContain('Did you mean "Europe"?')
  })
})
