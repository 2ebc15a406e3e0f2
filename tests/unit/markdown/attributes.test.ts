import { describe } from 'vitest'
import { readArguments } from '../../../src/markdown/attributes.js'
import { checkRows } from '../../support/rows.js'

/** `[label] key=value@offset …`, or the fault and its offset. */
function show(text: string): string {
  const read = readArguments(text)
  return 'reason' in read
    ? `${read.offset}: ${read.reason}`
    : [
        `[${read.label}]`,
        ...read.attributes.map(({ key, value, offset }) => `${key}=${value}@${offset}`),
      ].join(' ')
}

describe('what follows the name of a block', () => {
  checkRows<string, string>(
    [
      ['', '[]'],
      ['[The dam]', '[The dam]'],
      ['[a [b] \\] c]{}', '[a [b] ] c]', 'brackets in a label'],
      ['{}', '[]'],
      ['{a=b}', '[] a=b@3'],
      ['{a="b c" d=\'e "f"\'}', '[] a=b c@4 d=e "f"@12'],
      ['{a=""}', '[] a=@4'],
      ['{ a  b }  ', '[] a=@2 b=@5', 'flags, and blanks anywhere'],
      ['{#x .y .z class=w}', '[] id=x@1 class=w y z@4'],
      ['{url=https://a.example/?b=c&d=e#f}', '[] url=https://a.example/?b=c&d=e#f@5'],
      ['{data-x=1 _y=2}', '10: "_y=2" is not an attribute; write key=value or key="two words"'],
      ['{a=“b”}', '3: quotes around a value are straight ones: " or \''],
      ['{a="b}', '3: a quote is not closed'],
      ['{a=}', '3: "a=" has no value'],
      ['{a', '0: the brace is not closed'],
      ['{a a}', '3: "a" stands twice'],
      ['{#a id=b}', '4: "id" stands twice'],
      ['[a', '0: the bracket of the label is not closed'],
      ['[a] b', '3: behind the name there may be only [a label] and {attributes}'],
      ['{a} b', '3: there is something behind the closing brace'],
      ['{__proto__=x}', '1: "__proto__=x" is not an attribute; write key=value or key="two words"'],
    ],
    (text, expected) => {
      if (show(text) !== expected) throw new Error(`${show(text)}\n${expected}`)
    },
  )
})
