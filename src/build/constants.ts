// What templates see of the site as a whole (`it.site`). Nothing in it may change with every article.
import type { Config } from '../config/config.js'
import { directoryLinks } from '../outputs/directories.js'
import { isRightToLeft } from '../outputs/meta.js'
import type { PageList } from '../outputs/page.js'
import type { Site } from '../site/site.js'

const icons = ['/favicon.svg', '/favicon.ico', '/favicon.png'] as const

export function siteConstants(config: Config, site: Site, pages: PageList): Record<string, unknown> {
  const icon = icons.find(path => pages.find(path) >= 0)
  return {
    ...config.constants,
    dir: isRightToLeft(config.site.language) ? 'rtl' : 'ltr',
    regions: site.regions.map(group => ({ ...group.ref })),
    directories: directoryLinks(site),
    pages: site.pages.map(({ document, path }) => ({ title: document.title, url: site.href(path) })),
    related: site.href(config.site.addresses.related),
    icon: icon && site.href(icon),
  }
}
