// @ts-check
// The script of `dateline dev` in the page: replaces what changed, shows mistakes over the page, and the bar at its
// foot. Served by the dev server alone; no build has it. All that it draws is outside of the body, in a shadow tree,
// so that neither the site's styles nor a morph of the body reach it.
import { Idiomorph } from './idiomorph.js'

/**
 * @typedef {{ code: string, file?: string, line?: number, column?: number, message: string, hint?: string,
 *   frame?: readonly string[] }} Problem
 * @typedef {{ title: string, url: string, score: number, parts: Record<string, number>, words: readonly string[] }} Related
 * @typedef {{ file?: string, words?: number, minutes?: number, unpublished?: { reason: string, until?: number },
 *   related: readonly Related[], follows?: { title: string, url: string }, warnings: readonly Problem[] }} Bar
 */

const own = '/_dateline/'
const pathQuery = `path=${encodeURIComponent(decodeURI(location.pathname))}`

const host = document.createElement('dateline-desk')
const root = host.attachShadow({ mode: 'open' })
const style = document.createElement('style')
style.textContent = `
:host { all: initial; }
* { box-sizing: border-box; }
.bar, .over { font: 14px/1.45 system-ui, sans-serif; color: #f4f4f2; }
.bar { position: fixed; inset: auto 0 0 0; z-index: 2147483646; background: #1d2430; padding: 6px 14px;
  max-height: 60vh; overflow: auto; border-top: 1px solid #46506070; }
.bar summary { cursor: pointer; }
.bar summary span { margin-right: 1.2em; }
.bar ol { margin: 8px 0; padding-left: 1.6em; }
.bar li { margin: 4px 0; }
.bar a, .over a { color: #9fd0ff; }
button { font: inherit; color: inherit; background: #33405a; border: 1px solid #5a6984; border-radius: 4px;
  padding: 1px 8px; cursor: pointer; }
.faint { color: #b3bccb; }
.mark { background: #b4460a; padding: 0 .4em; border-radius: 3px; }
.over { position: fixed; inset: 0; z-index: 2147483647; background: #10141cd9; overflow: auto; padding: 4vh 5vw; }
.over article { background: #1d2430; border-left: 5px solid #e2583e; margin: 0 auto 14px; max-width: 76em;
  padding: 12px 18px; border-radius: 3px; }
.over h2 { font-size: 15px; margin: 0 0 4px; }
.over p { margin: 4px 0; }
.over pre { background: #10141c; padding: 8px 12px; overflow: auto; margin: 8px 0; font: 13px/1.5 ui-monospace, monospace; }
.over .head { max-width: 76em; margin: 0 auto 10px; display: flex; justify-content: space-between; }
`
const over = document.createElement('section')
over.className = 'over'
over.hidden = true
over.setAttribute('role', 'alert')
const bar = document.createElement('details')
bar.className = 'bar'
root.append(style, over, bar)
document.documentElement.append(host)

/** @param {string} tag @param {string} text @param {string} [className] */
function element(tag, text, className) {
  const made = document.createElement(tag)
  made.textContent = text
  if (className) made.className = className
  return made
}

/** A button that opens a file in the editor. @param {string} file @param {number} [line] */
function opener(file, line) {
  const button = element('button', line === undefined ? file : `${file}:${line}`)
  button.title = 'Open in the editor'
  button.addEventListener('click', async event => {
    event.preventDefault()
    const query = `file=${encodeURIComponent(file)}&line=${line ?? 1}`
    const answer = await fetch(`${own}open?${query}`, { method: 'POST', headers: { 'x-dateline': 'open' } })
    if (!answer.ok) button.title = button.textContent = await answer.text()
  })
  return button
}

/** @param {readonly Problem[]} problems */
function showProblems(problems) {
  over.replaceChildren()
  over.hidden = problems.length === 0
  if (problems.length === 0) return
  const head = element('div', '', 'head')
  const hide = element('button', 'Hide (Esc)')
  hide.addEventListener('click', () => (over.hidden = true))
  head.append(element('strong', problems.length === 1 ? 'One mistake' : `${problems.length} mistakes`), hide)
  over.append(head, ...problems.slice(0, 30).map(drawProblem))
}

/** @param {Problem} problem */
function drawProblem({ code, file, line, column, message, hint, frame }) {
  const made = document.createElement('article')
  const title = element('h2', `${message} `)
  title.append(element('span', code, 'faint'))
  made.append(title)
  if (file) {
    const where = element('p', '')
    where.append(opener(file, line))
    if (column !== undefined) where.append(element('span', ` column ${column}`, 'faint'))
    made.append(where)
  }
  if (frame) made.append(element('pre', frame.join('\n')))
  if (hint) made.append(element('p', hint))
  return made
}

addEventListener('keydown', event => {
  if (event.key === 'Escape') over.hidden = true
})

async function showBar() {
  /** @type {Bar} */
  const told = await (await fetch(`${own}bar?${pathQuery}`)).json()
  const line = document.createElement('summary')
  const { file, words, minutes, unpublished, related, follows, warnings } = told
  if (unpublished) line.append(element('span', unpublishedText(unpublished), 'mark'))
  if (words !== undefined) line.append(element('span', `${words} ${words === 1 ? 'word' : 'words'}`))
  if (minutes !== undefined) line.append(element('span', `${minutes} min read`))
  if (related.length > 0) line.append(element('span', `${related.length} related`))
  if (warnings.length > 0) line.append(element('span', `${warnings.length} to look at`))
  if (file) line.append(opener(file))
  else line.append(element('span', 'A list, made of the articles', 'faint'))
  bar.replaceChildren(
    line,
    ...(follows ? [drawFollows(follows)] : []),
    ...(related.length > 0 ? [drawRelated(related)] : []),
    ...warnings.map(drawWarning),
  )
}

/** @param {{ reason: string, until?: number }} unpublished */
function unpublishedText({ reason }) {
  return { draft: 'Draft', embargo: 'Under embargo', future: 'To be published' }[reason] ?? reason
}

/** @param {{ title: string, url: string }} follows */
function drawFollows({ title, url }) {
  const made = element('p', 'Goes on with ', 'faint')
  const link = /** @type {HTMLAnchorElement} */ (element('a', title))
  link.href = url
  made.append(link)
  return made
}

/** @param {readonly Related[]} related */
function drawRelated(related) {
  const list = document.createElement('ol')
  for (const { title, url, score, parts, words } of related) {
    const item = document.createElement('li')
    const link = /** @type {HTMLAnchorElement} */ (element('a', title))
    link.href = url
    const { nearness, ...summands } = parts
    const named = Object.entries(summands)
      .filter(([, part]) => part >= 0.0005)
      .map(([name, part]) => `${name} ${part.toFixed(3)}`)
    const why =
      nearness === undefined
        ? 'chosen by hand'
        : `(${named.join(' + ')}) × ${((1 + nearness) / 2).toFixed(2)} for nearness in time`
    item.append(link, element('span', ` ${score.toFixed(4)} = ${why}`, 'faint'))
    if (words.length > 0) item.append(element('div', `both say: ${words.join(', ')}`, 'faint'))
    list.append(item)
  }
  return list
}

/** @param {Problem} problem */
function drawWarning({ code, line, message, file }) {
  const made = element('p', `${message} `)
  made.append(element('span', `${code} `, 'faint'))
  if (file) made.append(opener(file, line))
  return made
}

/** What must run again, or may have run on what is there, is not replaced piece by piece. @param {Document} page */
function scriptsOf(page) {
  return [...page.querySelectorAll('script')].map(script => `${script.src} ${script.textContent}`).join('\n')
}

/** One at a time; what comes meanwhile is fetched once more. */
const pending = { busy: false, again: false }

async function update() {
  if (pending.busy) {
    pending.again = true
    return
  }
  pending.busy = true
  try {
    do {
      pending.again = false
      await replacePage()
    } while (pending.again)
  } finally {
    pending.busy = false
  }
}

async function replacePage() {
  const response = await fetch(location.href, { cache: 'no-store' })
  if (response.redirected) return location.replace(response.url)
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  if (scriptsOf(page) !== scriptsOf(document)) return location.reload()
  const { documentElement: now } = document
  for (const name of ['lang', 'dir']) {
    const value = page.documentElement.getAttribute(name)
    if (value !== null) now.setAttribute(name, value)
  }
  document.title = page.title
  keepFreshStyles(page)
  if (document.head.innerHTML !== page.head.innerHTML)
    Idiomorph.morph(document.head, page.head, { head: { style: 'morph' } })
  Idiomorph.morph(document.body, page.body, {
    morphStyle: 'outerHTML',
    ignoreActiveValue: true,
    callbacks: {
      // What a reader has opened or written stays.
      beforeAttributeUpdated: (/** @type {string} */ name, /** @type {Element} */ element) =>
        !(name === 'open' && element instanceof HTMLDetailsElement),
    },
  })
  document.dispatchEvent(new CustomEvent('dateline:update'))
  await showBar()
}

/** @param {Document} page */
function stylesOf(page) {
  return [...page.querySelectorAll('link')].filter(
    link => link.rel === 'stylesheet' && new URL(link.href).origin === location.origin,
  )
}

/** Style sheets that were fetched again keep their address: the page that comes knows the first one only.
 *  @param {Document} page */
function keepFreshStyles(page) {
  for (const link of stylesOf(page)) {
    const fresh = stylesOf(document).findLast(
      known => known.href !== link.href && new URL(known.href).pathname === new URL(link.href).pathname,
    )
    if (fresh) link.setAttribute('href', fresh.getAttribute('href') ?? fresh.href)
  }
}

function refreshStyles() {
  for (const link of stylesOf(document)) {
    const url = new URL(link.href)
    url.searchParams.set('v', String(Date.now()))
    const next = /** @type {HTMLLinkElement} */ (link.cloneNode())
    next.href = url.href
    // The old one goes when the new one is there, so that the page is never bare.
    next.addEventListener('load', () => link.remove())
    link.after(next)
  }
}

const events = new EventSource(`${own}events?${pathQuery}`)
// What changed before the server knew of this page, or while it was away, was told to nobody.
events.addEventListener('open', () => void update())
events.addEventListener('message', ({ data }) => {
  const message = JSON.parse(data)
  if (message.kind === 'problems') showProblems(message.problems)
  else if (message.kind === 'update') void update()
  else if (message.kind === 'styles') refreshStyles()
  else if (message.kind === 'move') location.replace(message.to)
  else location.reload()
})
void showBar()
