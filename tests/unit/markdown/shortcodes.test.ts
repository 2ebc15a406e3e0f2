import { describe, expect, test } from 'vitest'
import { scanShortcodes } from '../../../src/markdown/shortcodes.js'
import { applyEdits } from '../../../src/markdown/source.js'
import { compileText, htmlOf } from '../../support/markdown.js'
import { createCompiler } from '../../support/parse.js'
import { checkRows } from '../../support/rows.js'

type Left = readonly [text: string, ...kinds: string[]]

describe('scanShortcodes', () => {
  checkRows<string, Left>(
    [
      // Hugo
      ['a {{< figure src="x.png" >}} b', ['a  b', '{{< figure >}}']],
      [
        '{{< note >}}in{{< /note >}}',
        ['in', '{{< note >}}', '{{< note >}}'],
        'what stands between a pair stays',
      ],
      ['{{% note %}}in{{% /note %}}', ['in', '{{% note %}}', '{{% note %}}']],
      ['{{<x>}}', ['', '{{< x >}}']],
      ["{{% note don't %}}", ['', '{{% note %}}'], 'an apostrophe'],
      ['{{< youtube "a>}}b" >}}', ['', '{{< youtube >}}'], 'an end inside quotes is none'],
      ['{{< figure\n  src="x.png"\n>}}', ['', '{{< figure >}}'], 'over lines'],
      ['[a]({{< ref "other.md" >}})', ['[a](other.md)'], 'a reference becomes its path'],
      ['[a]({{< relref "../b/other.md#c" >}})', ['[a](../b/other.md#c)']],
      ["[a]({{% ref 'other.md' %}})", ['[a](other.md)']],
      ['[a]({{< ref other.md >}})', ['[a](other.md)']],
      // Liquid
      ['{% include a.html %}', ['', '{% include %}']],
      ['{%- if x -%}in{%- endif -%}', ['in', '{% if %}', '{% endif %}']],
      [
        'a\n{% highlight ruby %}\nputs 1\n{% endhighlight %}\nb',
        ['a\n~~~~~~ruby\nputs 1\n~~~~~~\nb'],
        'Jekyll’s code is a fenced block',
      ],
      ['a {% highlight c %} b', ['a  b', '{% highlight %}'], 'not within a line'],
      ['{{ page.title }}', ['', '{{ … }}']],
      ['{{ page.title | upcase }}', ['', '{{ … }}']],
      ['[a]({{ site.baseurl }}/docs/)', ['[a](/docs/)'], 'the site’s own address'],
      ['![a]({{site.url}}/a.png)', ['![a](/a.png)']],
      ['[a]({{ site.github.url }}/x)', ['[a](/x)']],
      [
        '{% raw %}{{ x }} {% y %}{% endraw %} {{ z }}',
        ['{{ x }} {% y %} ', '{{ … }}'],
        'raw stands as it is',
      ],
      // kramdown
      ['Text\n{: .note}', ['Text\n', '{: … }']],
      ['[a](b){:target="_blank"}', ['[a](b)', '{: … }']],
      // WordPress
      ['[caption id="x"]<img> A dog[/caption]', ['<img> A dog', '[caption]', '[caption]']],
      ['[gallery ids="1,2"]', ['', '[gallery]']],
      ['[embed](x.md)', ['[embed](x.md)'], 'a link is none'],
      ['[caption][1]', ['[caption][1]']],
      ['::embed[video of it]{a=b}', ['::embed[video of it]{a=b}'], 'the label of a block'],
      ['[video killed the radio star](x)', ['[video killed the radio star](x)']],
      // code
      ['`{{< x >}}` and {{< y >}}', ['`{{< x >}}` and ', '{{< y >}}']],
      ['`` ` {{< x >}} ``', ['`` ` {{< x >}} ``']],
      ['```\n{{< x >}}\n```\n{{< y >}}', ['```\n{{< x >}}\n```\n', '{{< y >}}']],
      ['~~~~\n{{< x >}}\n~~~\n{{< y >}}\n~~~~', ['~~~~\n{{< x >}}\n~~~\n{{< y >}}\n~~~~']],
      ['```\n{{< x >}}', ['```\n{{< x >}}'], 'an unclosed fence runs to the end'],
      [
        '1. ```js\n   {{< x >}}\n   ```\n\n{{< y >}}',
        ['1. ```js\n   {{< x >}}\n   ```\n\n', '{{< y >}}'],
        'a fence in a list',
      ],
      [
        '> - ~~~\n>   {{< x >}}\n>   ~~~\n\n{{< y >}}',
        ['> - ~~~\n>   {{< x >}}\n>   ~~~\n\n', '{{< y >}}'],
        'in a list in a quote',
      ],
      ['```a``` {{< x >}}', ['```a``` ', '{{< x >}}'], 'three backticks around inline code open no block'],
      ['````\n```\n{{< x >}}\n````\n{{< y >}}', ['````\n```\n{{< x >}}\n````\n', '{{< y >}}']],
      ['```\r\n{{< x >}}\r\n```\r\n{{< y >}}', ['```\r\n{{< x >}}\r\n```\r\n', '{{< y >}}'], 'CRLF'],
      // nothing
      ['Plain {text} with [brackets] and 50 % {more}', ['Plain {text} with [brackets] and 50 % {more}']],
      ['a {{ b', ['a {{ b']],
      ['{% never closed', ['{% never closed']],
      ['f(x) = {{1, 2}, {3}}', ['f(x) = {{1, 2}, {3}}'], 'sets of sets'],
      ['', ['']],
    ],
    (text, [left, ...kinds]) => {
      const { edits, found } = scanShortcodes(text)
      expect(applyEdits(text, edits).text).toBe(left)
      expect(found.map(({ kind }) => kind)).toEqual(kinds)
      for (const { text: code, offset } of found) expect(text.slice(offset, offset + code.length)).toBe(code)
    },
  )

  test('hostile text takes no time', () => {
    const started = performance.now()
    const many = 20_000
    for (const text of [
      '{{<'.repeat(many),
      '{{< x "'.repeat(many),
      '{{< x `'.repeat(many),
      `{{< ${'a'.repeat(5 * many)}`,
      `{{< ${'/ '.repeat(many)}`,
      `{{ ${'a'.repeat(5 * many)}`,
      `{{${' '.repeat(5 * many)}`,
      '{% a '.repeat(many),
      `{% ${'a'.repeat(5 * many)}`,
      '{: a '.repeat(many),
      '[caption '.repeat(many),
      `{{ x }}${'`'.repeat(5 * many)}`,
      `{{ x }}${'` a '.repeat(many)}`,
      `{{ x }}${Array.from({ length: 300 }, (_, n) => '`'.repeat(n)).join(' ')}`,
    ])
      scanShortcodes(text)
    // A square of these lengths would be minutes.
    expect(performance.now() - started).toBeLessThan(20_000)
  })
})

describe('in a text', () => {
  test('taken out, with their places in the file', async () => {
    const compiler = await createCompiler()
    const text = 'One\r\n\r\n{{< fig >}} two [a]({{< ref "b.md" >}})\r\n\r\n[c](d.md)\r\n'
    const { body, shortcodes } = await compiler.compile(text, { path: 'a.md', base: 50, html: false })
    expect(htmlOf(body)).toBe('<p>One</p>\n<p>two <a href="b.md">a</a></p>\n<p><a href="d.md">c</a></p>')
    expect(shortcodes).toEqual([
      { kind: '{{< fig >}}', text: '{{< fig >}}', offset: 50 + text.indexOf('{{< fig') },
    ])
    expect(body.slots.map(({ offset }) => text.slice(offset - 50, offset - 47))).toEqual(['[a]', '[c]'])
  })

  test('shown, when the site wants it', async () => {
    const compiler = await createCompiler({ shortcodes: 'show' })
    const { body, shortcodes } = await compileText(compiler, 'a {{< x >}} b')
    expect(htmlOf(body)).toBe('<p>a {{&lt; x >}} b</p>')
    expect(shortcodes).toHaveLength(1)
  })
})
