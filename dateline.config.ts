import { defineConfig } from 'dateline-news'

export default defineConfig({
  title: 'The Meridian',
  url: 'https://meridian.example/',
  description: 'News from six regions, told from where it happens.',
  language: 'en-GB',
  timeZone: 'Europe/Lisbon',
})
