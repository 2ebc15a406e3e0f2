// Files that are copied: public/, the theme's assets, and pictures that stand beside articles.
import type { Site } from '../site/site.js'
import type { NamedOutput } from './page.js'

/** @param publicFiles by path below public/. @param assets by path below the templates' assets folder. */
export function fileOutputs(
  publicFiles: readonly { readonly path: string }[],
  assets: ReadonlyMap<string, string>,
): NamedOutput[] {
  return [
    {
      name: 'media',
      *output(site: Site) {
        for (const { file, path } of site.media)
          yield {
            path,
            copy: { from: 'content', path: file.path },
            owner: `${site.options.contentFolder}/${file.path}`,
          }
      },
    },
    {
      name: 'assets',
      *output() {
        for (const path of [...assets.keys()].sort())
          yield { path: `/assets/${path}`, copy: { from: 'theme', path }, owner: `templates/assets/${path}` }
      },
    },
    {
      name: 'public',
      *output() {
        for (const { path } of publicFiles)
          yield { path: `/${path}`, copy: { from: 'public', path }, owner: `public/${path}` }
      },
    },
  ]
}
