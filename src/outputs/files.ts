// Files that are copied: public/, the theme's assets, and pictures that stand beside articles.
import type { Site } from '../site/site.js'
import type { NamedOutput } from './page.js'
import { forTheLiveHost } from './preview.js'

/** An asset's name with the digest of its bytes in it: another content has another address. */
export function digestedName(name: string, digest: string): string {
  const dot = name.lastIndexOf('.')
  return dot <= name.lastIndexOf('/')
    ? `${name}.${digest}`
    : `${name.slice(0, dot)}.${digest}${name.slice(dot)}`
}

/** @param publicFiles by path below public/. @param assets by path below the templates' assets folder.
 *  @param digests of those assets, where a template asks for addresses with them. */
export function fileOutputs(
  publicFiles: readonly { readonly path: string }[],
  assets: ReadonlyMap<string, string>,
  digests: ReadonlyMap<string, string> | undefined,
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
        for (const path of [...assets.keys()].sort()) {
          const names = digests ? [path, digestedName(path, digests.get(path)!)] : [path]
          for (const name of names)
            yield {
              path: `/assets/${name}`,
              copy: { from: 'theme', path },
              owner: `templates/assets/${path}`,
            }
        }
      },
    },
    {
      name: 'public',
      *output(site: Site) {
        for (const { path } of publicFiles) {
          if (site.options.preview && forTheLiveHost.has(path)) continue
          yield { path: `/${path}`, copy: { from: 'public', path }, owner: `public/${path}` }
        }
      },
    },
  ]
}
