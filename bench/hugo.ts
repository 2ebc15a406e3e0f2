// The same site in Hugo: article pages with Related, lists by region, topic, source, author and month, RSS,
// sitemap. Layouts are as plain as they can be, so that Hugo is timed at its best.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const layout = (body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title><link rel="stylesheet" href="/style.css"></head><body><header><a href="/">Paper</a></header>${body}<footer>Paper</footer></body></html>\n`

const card =
  '<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> <time>{{ .Date.Format "2 January 2006" }}</time><p>{{ .Params.summary }}</p></li>'

export function writeHugoSite(folder: string, related: boolean): void {
  const write = (path: string, text: string): void => {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  write(
    'config.toml',
    `baseURL = "https://paper.example/"
title = "Paper"
disableKinds = []
paginate = 100
[permalinks]
  "/" = "/:year/:month/:slug/"
[taxonomies]
  region = "region"
  source = "source"
  topic = "topics"
  author = "authors"
  archive = "archive"
  desk = "desk"
[related]
  threshold = 10
  includeNewer = true
  [[related.indices]]
    name = "topics"
    weight = 100
  [[related.indices]]
    name = "region"
    weight = 60
  [[related.indices]]
    name = "date"
    weight = 10
`,
  )
  const list = related
    ? '<aside><h2>Related News</h2><ul>{{ range first 6 (.Site.RegularPages.Related .) }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ .Date.Format "January 2006" }}</li>{{ end }}</ul></aside>'
    : ''
  write(
    'layouts/_default/single.html',
    layout(
      `<main><h1>{{ .Title }}</h1><p>{{ .Params.summary }}</p><p><time>{{ .Date.Format "2 January 2006" }}</time> {{ with .Params.source }}{{ . }}{{ end }}</p>{{ .Content }}${list}<nav>{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav></main>`,
    ),
  )
  // Our lists of topics, sources and authors are paged by hundreds; those of months hold a month.
  const paged = `<main><h1>{{ .Title }}</h1><ul>{{ range .Paginator.Pages }}${card}{{ end }}</ul>{{ with .Paginator.Next }}<a href="{{ .URL }}">older</a>{{ end }}</main>`
  write('layouts/_default/list.html', layout(paged))
  write(
    'layouts/_default/terms.html',
    layout(
      '<main><ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></main>',
    ),
  )
  write(
    'layouts/index.html',
    layout(`<main><ul>{{ range first 30 .Site.RegularPages }}${card}{{ end }}</ul></main>`),
  )
  write('static/style.css', 'body{font-family:serif}\n')
}
