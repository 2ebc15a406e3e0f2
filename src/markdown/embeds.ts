// A bare link to a known video or social host, alone on its line, becomes a figure that loads the host's
// player only after a click (the theme's embed.js). Without scripts it is the link that it was.
import type { Element } from 'hast'

interface Provider {
  readonly name: string
  /** The player's address for a link, or undefined when the link is not one of a post or video. */
  readonly player: (url: URL) => string | undefined
  /** Width to height. */
  readonly ratio: string
}

const part = (url: URL, form: RegExp): string | undefined => form.exec(url.pathname)?.[1]

const providers: ReadonlyMap<string, Provider> = new Map(
  (
    [
      [
        'youtube.com m.youtube.com youtu.be youtube-nocookie.com',
        {
          name: 'YouTube',
          ratio: '16 / 9',
          player: url => {
            const id = url.hostname.endsWith('youtu.be')
              ? part(url, /^\/([\w-]{6,20})$/)
              : (url.searchParams.get('v') ?? part(url, /^\/(?:shorts|live|embed)\/([\w-]{6,20})/))
            return id && /^[\w-]{6,20}$/.test(id) ? `https://www.youtube-nocookie.com/embed/${id}` : undefined
          },
        },
      ],
      [
        'vimeo.com player.vimeo.com',
        {
          name: 'Vimeo',
          ratio: '16 / 9',
          player: url => {
            const id = part(url, /^\/(?:video\/)?(\d+)$/)
            return id && `https://player.vimeo.com/video/${id}?dnt=1`
          },
        },
      ],
      [
        'dailymotion.com dai.ly',
        {
          name: 'Dailymotion',
          ratio: '16 / 9',
          player: url => {
            const id = part(url, /^\/(?:video\/)?([a-z0-9]+)$/i)
            return id && `https://www.dailymotion.com/embed/video/${id}`
          },
        },
      ],
      [
        'x.com twitter.com mobile.twitter.com',
        {
          name: 'X',
          ratio: '4 / 5',
          player: url => {
            const id = part(url, /^\/\w+\/status\/(\d+)/)
            return id && `https://platform.twitter.com/embed/Tweet.html?dnt=true&id=${id}`
          },
        },
      ],
      [
        'instagram.com',
        {
          name: 'Instagram',
          ratio: '4 / 5',
          player: url => {
            const id = part(url, /^\/(?:p|reel|tv)\/([\w-]+)/)
            return id && `https://www.instagram.com/p/${id}/embed/`
          },
        },
      ],
      [
        'tiktok.com',
        {
          name: 'TikTok',
          ratio: '9 / 16',
          player: url => {
            const id = part(url, /^\/@[\w.-]+\/video\/(\d+)/)
            return id && `https://www.tiktok.com/embed/v2/${id}`
          },
        },
      ],
      [
        'facebook.com m.facebook.com',
        {
          name: 'Facebook',
          ratio: '4 / 5',
          player: url =>
            /\/(?:posts|videos|photos)\//.test(url.pathname)
              ? `https://www.facebook.com/plugins/post.php?href=${encodeURIComponent(url.href)}`
              : undefined,
        },
      ],
    ] satisfies [string, Provider][]
  ).flatMap(([hosts, provider]) => hosts.split(' ').map(host => [host, provider] as const)),
)

export interface Embed {
  readonly provider: string
  readonly player: string
  readonly ratio: string
}

/** What a link embeds whose words are its own address, with or without the scheme: it stands for what is there. */
export function findBareEmbed(href: string, label: string): Embed | undefined {
  return label === href || label === href.replace(/^https?:\/\//, '') ? findEmbed(href) : undefined
}

/** What a link embeds; undefined when its host, or its path there, is not known. */
export function findEmbed(href: string): Embed | undefined {
  let url: URL
  try {
    url = new URL(href)
  } catch {
    return undefined
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined
  const provider = providers.get(url.hostname.replace(/^www\./, ''))
  const player = provider?.player(url)
  return provider && player ? { provider: provider.name, player, ratio: provider.ratio } : undefined
}

/** The figure in a page. No address in it is one that a browser fetches by itself. */
export function embedElement(embed: Embed, href: string, label: string): Element {
  return {
    type: 'element',
    tagName: 'figure',
    properties: {
      className: ['embed'],
      dataEmbed: embed.player,
      dataProvider: embed.provider,
      dataRatio: embed.ratio,
    },
    children: [
      {
        type: 'element',
        tagName: 'a',
        properties: { href, rel: ['noopener'], className: ['outside'] },
        children: [{ type: 'text', value: label }],
      },
    ],
  }
}
