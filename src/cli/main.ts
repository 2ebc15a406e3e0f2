#!/usr/bin/env node
// argv → one command, loaded when it is asked for; the one place that sets the exit code.
import { readFileSync } from 'node:fs'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { readClock } from './clock.js'
import { hosts } from './hosts.js'

/** 0 done, 1 the site's errors, 2 a wrong command line or our own bug, 3 published but for what is in error, 130
 *  interrupted. */
type ExitCode = 0 | 1 | 2 | 3 | 130

interface Package {
  readonly version: string
}

function readVersion(): string {
  return (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as Package).version
}

function count(text: string): number {
  if (!/^[0-9]{1,3}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(text)
}

function port(text: string): number {
  const number = Number(text)
  if (!/^[0-9]{1,5}$/.test(text) || number > 65_535)
    throw new InvalidArgumentError('It must be a number up to 65535.')
  return number
}

function clock(text: string): number {
  const instant = readClock(text)
  if (instant === undefined)
    throw new InvalidArgumentError('It must be an instant such as 2026-11-24T08:30:00Z.')
  return instant
}

/** Options of every command that reads a site. */
function withSite(command: Command): Command {
  return command
    .option('-c, --config <file>', 'config file (dateline.config.ts)')
    .option('--content <folder>', 'folder of the articles, in place of the config’s')
    .addOption(
      new Option('--now <instant>', 'the clock of the build (else SOURCE_DATE_EPOCH, else now)').argParser(
        clock,
      ),
    )
    .addOption(new Option('--workers <n>', 'threads beside the main one; 0 for none').argParser(count))
    .option('--keep-going', 'go on with everything that has no errors', false)
    .option('-q, --quiet', 'errors only', false)
}

/** Options of commands that look at a preview, too. */
function withPreview(command: Command): Command {
  return command
    .option('--preview', 'with drafts and stories of a date to come, each marked; not for readers', false)
    .addOption(
      new Option('--include-embargoed', 'with --preview: also stories under embargo')
        .default(false)
        .implies({ preview: true }),
    )
}

async function main(argv: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = 0
  const program = new Command('dateline')
    .description('Markdown articles in, a finished news site out.')
    .version(readVersion(), '-v, --version')
    .showHelpAfterError('(dateline --help lists the commands)')
    .exitOverride()
    .configureOutput({ writeErr: text => process.stderr.write(text) })

  withPreview(withSite(program.command('build').description('build the site')))
    .option('-o, --out <folder>', 'output folder (dist; preview with --preview)')
    .option('--no-cache', 'build without what earlier builds kept')
    .option('-w, --watch', 'build again when a file changes', false)
    .option('--json', 'end with one JSON object on standard output', false)
    .option('--changes <file>', 'write the files that were written and removed to this file, as JSON')
    .option('--delta <folder>', 'in place of the output folder: only what differs from what was deployed')
    .option('--base <file>', 'with --delta: the manifest that was deployed last')
    .addOption(
      new Option('--host <name>', 'warn when this host would not take the site').choices([
        'github',
        'cloudflare',
        'gitlab',
      ]),
    )
    .action(async options => {
      code = await (await import('./build.js')).runBuild(options)
    })
  withSite(
    program.command('dev').description('the site on this machine, with all drafts, as its files change'),
  )
    .addOption(
      new Option('-p, --port <n>', 'port; the next free one when it is taken').argParser(port).default(4600),
    )
    .option('--open', 'open it in the browser', false)
    .action(async options => {
      code = await (await import('./dev.js')).runDev(options)
    })
  withSite(program.command('check').description('everything but writing: report all mistakes'))
    .addOption(
      new Option('--format <format>', 'how mistakes are printed')
        .choices(['pretty', 'github', 'gitlab', 'json'])
        .default('pretty'),
    )
    .option('--all', 'print every warning, however many are alike', false)
    .option('--base <ref>', 'also what would be lost since this commit, such as origin/main')
    .option('--external', 'also ask other sites whether links to them lead anywhere', false)
    .addOption(
      new Option('--external-most <n>', 'with --external: most addresses asked for')
        .argParser(count)
        .default(500),
    )
    .addOption(
      new Option('--external-seconds <n>', 'with --external: how long in all').argParser(count).default(120),
    )
    .option('--external-private', 'with --external: ask addresses of private networks too', false)
    .option('--fix', 'mend what has one right answer, and show it as a diff', false)
    .option('--dry-run', 'with --fix: show it and write nothing', false)
    .option('-y, --yes', 'with --fix: do not ask', false)
    .option('--baseline', 'write down today’s problems; from then on only new ones are told', false)
    .action(async options => {
      code = await (await import('./check.js')).runCheck(options)
    })
  program
    .command('explain')
    .description('what a code means, with an example and the mend')
    .argument('<code>', 'a code of a report, such as DL1003')
    .action(async (asked: string) => {
      code = (await import('./explain.js')).runExplain(asked)
    })
  withSite(
    program
      .command('related')
      .description('the articles related to one, with their scores')
      .argument('[article]', 'path of the article’s file'),
  )
    .option('--all', 'all articles, one JSON object a line', false)
    .option('--json', 'JSON in place of a table', false)
    .action(async (article: string | undefined, options) => {
      code = await (await import('./related.js')).runRelated(article, options)
    })
  withSite(
    program
      .command('storylines')
      .description('stories that go on with one another, newest first; or the articles of one')
      .argument('[key]', 'a key of the list'),
  )
    .addOption(new Option('--least <n>', 'fewest articles of a storyline').argParser(count).default(3))
    .option('--json', 'JSON in place of words, one object a line', false)
    .action(async (key: string | undefined, options) => {
      code = await (await import('./storylines.js')).runStorylines(key, options)
    })

  withPreview(
    withSite(
      program
        .command('why')
        .description('where a story is, or why readers do not see it; which inputs of a page changed')
        .argument('<page...>', 'addresses, files of the site, or articles’ files'),
    ),
  )
    .option('--json', 'JSON in place of words', false)
    .option('--markdown', 'a line of Markdown a story, for a pull request', false)
    .option('--at <address>', 'with --markdown: where the site is that the links lead to')
    .action(async (pages: string[], options) => {
      code = await (await import('./why.js')).runWhy(pages, options)
    })
  withSite(
    program
      .command('new')
      .description('a new article: a dated file with its front matter, in the right folder')
      .argument('<headline>', 'the title'),
  )
    .option('--region <name>', 'its region (asked for on a terminal)')
    .option('--source <name>', 'its source (asked for on a terminal)')
    .option('--topic <name...>', 'its topics', [])
    .option('--date <date>', 'a day, or a day and a time; now when it is not given')
    .option('--no-draft', 'not marked as a draft')
    .option('--draft', 'marked as a draft (the default)')
    .option('--folder <folder>', 'a folder of the content folder, in place of the usual one')
    .option('--language <tag>', 'its language, when it is not the site’s')
    .action(async (headline: string, options) => {
      code = await (await import('./new.js')).runNew(headline, options)
    })
  withSite(
    program
      .command('schema')
      .description('JSON Schema for text editors, types for templates, forms for a CMS'),
  )
    .option('-o, --out <folder>', 'folder of the schemas and types', '.vscode/dateline')
    .addOption(new Option('--cms <name>', 'also its forms').choices(['sveltia', 'decap', 'pages']))
    .option('--repository <owner/name>', 'of the CMS, on GitHub')
    .action(async options => {
      code = await (await import('./schema.js')).runSchema(options)
    })
  program
    .command('init')
    .description('a new site that builds, in an empty folder')
    .argument('<folder>', 'the folder; made when it is not there')
    .option('--title <title>', 'name of the paper')
    .option('--url <address>', 'where it will be')
    .option('--language <tag>', 'its language, such as en or pt-BR')
    .option('--time-zone <zone>', 'its time zone, such as Europe/Lisbon')
    .addOption(new Option('--host <name>', 'who serves it').choices([...hosts]))
    .option('-y, --yes', 'asks nothing', false)
    .action(async (folder: string, options) => {
      code = await (await import('./init.js')).runInit(folder, { ...options, version: readVersion() })
    })
  withPreview(
    withSite(
      program.command('verify').description('build once more without what is kept, and compare every byte'),
    ),
  )
    .option('-o, --out <folder>', 'output folder (dist; preview with --preview)')
    .action(async options => {
      code = await (await import('./verify.js')).runVerify(options)
    })

  if (argv.length === 0) {
    program.outputHelp({ error: true })
    return 2
  }
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return code
  } catch (cause) {
    if (cause instanceof CommanderError) return cause.exitCode === 0 ? 0 : 2
    const { formatFailure } = await import('../dev/failure.js')
    process.stderr.write(formatFailure(cause))
    return 2
  }
}

// A reader that has seen enough (`dateline related --all | head`) ends the program without a stack.
process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
  if (cause.code !== 'EPIPE') throw cause
  process.exit(0)
})
process.once('SIGINT', () => process.exit(130))
process.once('SIGTERM', () => process.exit(130))

// The code is set, not forced: what is still on its way to a pipe must arrive.
process.exitCode = await main(process.argv.slice(2))
