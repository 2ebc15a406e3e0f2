import { describe, expect } from 'vitest'
import { findEmbed } from '../../../src/markdown/embeds.js'
import { checkRows } from '../../support/rows.js'

describe('findEmbed', () => {
  const youtube = 'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ'
  checkRows<string, string | undefined>(
    [
      ['https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=5', youtube],
      ['http://youtube.com/watch?v=dQw4w9WgXcQ', youtube],
      ['https://m.youtube.com/watch?v=dQw4w9WgXcQ', youtube],
      ['https://youtu.be/dQw4w9WgXcQ', youtube],
      ['https://www.youtube.com/shorts/dQw4w9WgXcQ', youtube],
      ['https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ', youtube],
      ['https://www.youtube.com/watch?v="><script>', undefined],
      ['https://www.youtube.com/@channel', undefined],
      ['https://vimeo.com/76979871', 'https://player.vimeo.com/video/76979871?dnt=1'],
      ['https://player.vimeo.com/video/76979871', 'https://player.vimeo.com/video/76979871?dnt=1'],
      ['https://vimeo.com/channels/staffpicks', undefined],
      ['https://dai.ly/x8abcd', 'https://www.dailymotion.com/embed/video/x8abcd'],
      ['https://www.dailymotion.com/video/x8abcd', 'https://www.dailymotion.com/embed/video/x8abcd'],
      [
        'https://twitter.com/jo/status/12?s=20',
        'https://platform.twitter.com/embed/Tweet.html?dnt=true&id=12',
      ],
      ['https://x.com/jo/status/12', 'https://platform.twitter.com/embed/Tweet.html?dnt=true&id=12'],
      ['https://x.com/jo', undefined],
      ['https://www.instagram.com/p/Cabc-_1/', 'https://www.instagram.com/p/Cabc-_1/embed/'],
      ['https://www.instagram.com/jo/', undefined],
      ['https://www.tiktok.com/@jo.doe/video/123', 'https://www.tiktok.com/embed/v2/123'],
      [
        'https://www.facebook.com/jo/posts/123',
        'https://www.facebook.com/plugins/post.php?href=https%3A%2F%2Fwww.facebook.com%2Fjo%2Fposts%2F123',
      ],
      ['https://www.facebook.com/jo', undefined],
      ['https://example.org/watch?v=dQw4w9WgXcQ', undefined],
      ['ftp://youtube.com/watch?v=dQw4w9WgXcQ', undefined],
      ['not an address', undefined],
      ['https://constructor/', undefined],
    ],
    (href, expected) => expect(findEmbed(href)?.player).toBe(expected),
  )
})
