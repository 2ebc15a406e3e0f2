// A line of Markdown a story, as it stands in the comment on a pull request and in the summary of its check: its
// headline, the link to it, and what keeps it from readers.
import type { Answer, Story } from '../build/why.js'

/** Nothing for what is no story: a picture, a setting.
 *  @param at where the site is that the links lead to. */
export function inMarkdown(answer: Answer, at?: string): string {
  if (answer.kind === 'hidden') {
    const until = answer.until === undefined ? '' : `, until ${answer.until} (${answer.zone})`
    return `- \`${answer.file}\` is not shown: it is ${answer.reason}${until}\n`
  }
  const story = 'story' in answer ? answer.story : undefined
  if (!story) return ''
  const { title, url, unpublished, version } = story
  const { pathname } = new URL(url)
  const link = at === undefined ? url : at.replace(/\/+$/, '') + pathname
  const state = unpublished
    ? `: ${stateOf(unpublished)}`
    : version
      ? `: in its version of ${version.date}, since it is in error now`
      : ''
  return `- [${escapeMarkdown(title)}](${link})${state}\n`
}

/** In words that follow "it is". */
export function stateOf({ reason, until, zone }: NonNullable<Story['unpublished']>): string {
  const date = until === undefined ? '' : `${until} (${zone})`
  if (reason === 'draft') return date === '' ? 'a draft' : `a draft, not before ${date}`
  return reason === 'embargo' ? `under embargo until ${date}` : `to be published at ${date}`
}

/** CommonMark 2.4; a line end would end the item. */
function escapeMarkdown(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>()#!|~]/g, '\\$&')
}
