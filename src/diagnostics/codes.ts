// Every code and its words. A code is permanent: DL1 front matter and files, DL2 Markdown, DL3 the site,
// DL4 templates, DL5 the config, DL6 the output, DL9 a bug of ours.

interface CodeEntry<A> {
  readonly title: string
  readonly text: (args: A) => string
  readonly hint?: string | ((args: A) => string | undefined)
}

const define = <A>(entry: CodeEntry<A>): CodeEntry<A> => entry

export const codes = {
  DL1001: define<{ field: string }>({
    title: 'Missing field',
    text: a => `The field "${a.field}" is missing.`,
    hint: a =>
      a.field === 'date'
        ? 'Add a line such as "date: 2026-11-24T08:30", or begin the file\'s name with the date: 2026-11-24-headline.md.'
        : `Add a line "${a.field}: …" to the front matter.`,
  }),
  DL1002: define<{ field: string; wanted: string; found: string }>({
    title: 'Wrong kind of value',
    text: a => `"${a.field}" should be ${a.wanted}, not ${a.found}.`,
  }),
  DL1003: define<{ value: string }>({
    title: 'Unknown region',
    text: a => `No region is called "${a.value}".`,
    hint: 'Regions are listed in the config or in content/_site/regions.yml.',
  }),
  DL1004: define<{ value: string }>({
    title: 'Unknown source',
    text: a => `No source is called "${a.value}".`,
    hint: 'Add it to the sources in the config or content/_site/sources.yml, or set unknownSources: "allow".',
  }),
  DL1005: define<{ field: string; value: string; iso?: string; calendar?: string }>({
    title: 'Unreadable date',
    text: a =>
      a.calendar === undefined
        ? `"${a.value}" in "${a.field}" is not a date that can be read without guessing.`
        : `"${a.value}" in "${a.field}" is a day that does not exist: ${a.calendar}.`,
    hint: a =>
      a.calendar === undefined
        ? `Write it as ${a.iso ?? '2026-11-24 or 2026-11-24T08:30'}.`
        : 'Look at the day and the month.',
  }),
  DL1006: define<{ reason: string; mend?: string }>({
    title: 'Front matter cannot be read',
    text: a => `The fields of this file cannot be read: ${a.reason}.`,
    hint: a => a.mend,
  }),
  DL1007: define<{ engine: string }>({
    title: 'Refused front matter engine',
    text: a => `Front matter in "${a.engine}" is refused.`,
    hint: 'Front matter is YAML (---), TOML (+++) or JSON (---json). Code in front matter is never run.',
  }),
  DL1008: define<{ delimiter: string }>({
    title: 'Front matter is not closed',
    text: a => `The fields begin below a line "${a.delimiter}", and no second such line ends them.`,
    hint: a => `Put a line "${a.delimiter}" between the last field and the text.`,
  }),
  DL1009: define<{ first: string; second: string; field: string }>({
    title: 'Two names for one field disagree',
    text: a => `"${a.first}" and "${a.second}" both mean "${a.field}", with different values.`,
    hint: a => `Keep one of them; "${a.first}" was not used, nor was "${a.second}".`,
  }),
  DL1010: define<{ key: string }>({
    title: 'Unknown field, probably misspelt',
    text: a => `"${a.key}" is not a field that dateline knows.`,
    hint: 'A field of your own belongs under "extra:".',
  }),
  DL1011: define<{ field: string; value: string; allowed: string }>({
    title: 'Value not in the list',
    text: a => `"${a.value}" is not a value of "${a.field}".`,
    hint: a => `Allowed: ${a.allowed}.`,
  }),
  DL1012: define<{ field: string; value: string; reason: string }>({
    title: 'Unsafe address',
    text: a => `"${a.value}" in "${a.field}" cannot be an address: it has ${a.reason}.`,
    hint: 'Addresses are made of names and slashes, such as /2026/11/rhine-barge/.',
  }),
  DL1013: define<{ encoding?: string }>({
    title: 'Not UTF-8',
    text: a =>
      a.encoding === undefined ? 'The file is not valid UTF-8.' : `The file is ${a.encoding}, not UTF-8.`,
    hint: 'Save it as UTF-8. The marked place is the first byte that is not.',
  }),
  DL1014: define<{ reason: string }>({
    title: 'File left out',
    text: a => `This file is left out: ${a.reason}.`,
  }),
  DL1015: define<Record<never, never>>({
    title: 'Empty article',
    text: () => 'The article has no text.',
    hint: 'It is published with its headline alone. Set "draft: true" if it is not finished.',
  }),
  DL1016: define<{ target: string }>({
    title: 'Article that only redirects',
    text: a => `The article has no text of its own and points to "${a.target}".`,
    hint: 'It is published as a redirect. An alias on the target article does the same without a file.',
  }),
  DL1017: define<{ value: string }>({
    title: 'Link in the tree leads outside',
    text: a => `The symbolic link leads to "${a.value}", outside the content folder; it is not followed.`,
    hint: 'Copy the file into the content folder.',
  }),
  DL1018: define<{ field: string; used: string }>({
    title: 'Date taken from another field',
    text: a => `There is no "${a.field}"; "${a.used}" is used in its place.`,
    hint: 'Add a "date" to fix the article\'s place in the archive.',
  }),
  DL1019: define<{ reason: string }>({
    title: 'The file cannot be read',
    text: a => `The file cannot be read: ${a.reason}.`,
  }),
  DL1020: define<{ reason: string }>({
    title: 'content.transform failed',
    text: a => `content.transform failed on this file: ${a.reason}.`,
  }),
  DL1021: define<{ found: string }>({
    title: 'A date in the digits of another script',
    text: a => `"${a.found}" is not written with the digits 0 to 9.`,
    hint: 'Write dates in the form 2026-11-24.',
  }),
  DL1022: define<Record<string, never>>({
    title: 'Two files with one name',
    text: () => 'Two files have this name; they differ only in the Unicode form of a letter.',
    hint: 'They look alike and would be one file on some systems. Rename one of them.',
  }),
  DL1023: define<{ reason: string }>({
    title: 'Table that cannot be read',
    text: a => `The table cannot be read: ${a.reason}.`,
    hint: 'A table is a CSV file with names in its first line, or a list of maps in YAML or JSON.',
  }),
  DL1024: define<{ length: number; most: number }>({
    title: 'Summary longer than a search result',
    text: a => `The summary has ${a.length} characters; search engines and cards show some ${a.most}.`,
    hint: 'Say the most important thing first, and cut the rest.',
  }),
  DL1025: define<Record<never, never>>({
    title: 'Embargo without a time zone',
    text: () => 'The embargo has no time zone; it is read in that of the site.',
    hint: 'Write the zone that was agreed on, such as 2026-11-24T18:00+01:00.',
  }),
  DL1026: define<{ field: string }>({
    title: 'A time zone that no place has',
    text: a => `The zone in "${a.field}" is the time of no place on earth.`,
    hint: 'Offsets are whole hours, and a few half and quarter ones: +01:00, -03:30, +05:45.',
  }),
  DL1027: define<Record<never, never>>({
    title: 'Merge that was not finished',
    text: () => 'Two versions of the text stand in the file, between the marks of a merge.',
    hint: 'Keep what is right of the two, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>.',
  }),
  DL1028: define<{ what: string; written: string; name: string }>({
    title: 'Another spelling of a name',
    text: a => `The ${a.what} "${a.written}" is listed as "${a.name}".`,
    hint: '"dateline check --fix" writes the name of the list.',
  }),
  DL1029: define<{ field: string; value: string; iso: string }>({
    title: 'Date in another form',
    text: a => `"${a.value}" in "${a.field}" is read, and is not in the usual form.`,
    hint: a => `It is read as ${a.iso}; "dateline check --fix" writes it so.`,
  }),
  DL2001: define<{ target: string }>({
    title: 'Link to an article that is not there',
    text: a => (a.target === '' ? 'A link has no address.' : `The link "${a.target}" leads to no file.`),
    hint: 'Links to articles are paths from this file, such as ../11/other.md. The text stays, without a link.',
  }),
  DL2002: define<{ target: string; reason: string }>({
    title: 'Link to an unpublished article',
    text: a => `The link "${a.target}" leads to an article that readers must not see (${a.reason}).`,
    hint: 'The text stays, without a link, until the article is published.',
  }),
  DL2003: define<{ target: string; anchor: string; ids?: string }>({
    title: 'Link to a heading that is not there',
    text: a => `The link "${a.target}" leads to a heading that is not there: none has the id "${a.anchor}".`,
    hint: a => (a.ids === undefined ? 'The target has no headings.' : `Headings there: ${a.ids}.`),
  }),
  DL2004: define<{ src: string }>({
    title: 'Missing image',
    text: a => `The image "${a.src}" is neither beside the article nor in public/.`,
    hint: 'Put the file into the folder of this article and write its name; or into public/, and write it with a slash in front. Capital letters count.',
  }),
  DL2005: define<{ src: string }>({
    title: 'Image without alt text',
    text: a => `The image "${a.src}" has no alt text.`,
    hint: 'Say what it shows, for readers who cannot see it: ![alt text](path).',
  }),
  DL2006: define<{ what: string }>({
    title: 'HTML that was taken out',
    text: a => `Something in the text is not allowed, and was left out: ${a.what}.`,
    hint: 'A text runs no programs. For a video or a post, write its address on a line of its own. "Raw HTML" in docs/markdown.md says what may stay.',
  }),
  DL2007: define<{ kind: string; example: string; count: number; files: number }>({
    title: "Another generator's shortcode",
    text: a =>
      `${a.kind} (such as ${a.example}) is not dateline's; ${a.count === 1 ? 'it was' : `all ${a.count} in ${a.files === 1 ? 'one file' : `${a.files} files`} were`} left out of the text.`,
    hint: 'Set markdown.shortcodes to "show" to print them as they stand.',
  }),
  DL2008: define<{ reason: string }>({
    title: 'The text cannot be rendered',
    text: a => `The text cannot be rendered: ${a.reason}.`,
  }),
  DL2009: define<{ target: string }>({
    title: 'Address on this site that is not there',
    text: a => `"${a.target}" is on this site, but no page or file has that address.`,
  }),
  DL2010: define<{ target: string }>({
    title: 'Link left out',
    text: a =>
      `The link target "${a.target}" is not one that a browser may follow; the text stays without it.`,
  }),
  DL2011: define<{ name: string; known: string }>({
    title: 'Unknown block',
    text: a => `There is no block "${a.name}".`,
    hint: a =>
      `Blocks are the files of templates/blocks/: ${a.known}. To print the line as text, put a backslash in front: \\::${a.name}.`,
  }),
  DL2012: define<{ line: string; close: string }>({
    title: 'Block that is not closed',
    text: a => `The block "${a.line}" is never closed.`,
    hint: a =>
      `Put a line "${a.close}" behind its last line, as far from the margin as its first one. For a block without a text, write "::${a.line.replace(/^:+/, '')}".`,
  }),
  DL2013: define<{ line: string; reason: string }>({
    title: 'Block line that cannot be read',
    text: a => `"${a.line}" cannot be read as a block: ${a.reason}.`,
    hint: 'The form is ::name[label]{key=value key="two words"}. To print the line as text, put a backslash in front.',
  }),
  DL2014: define<{ line: string; reason: string }>({
    title: 'Line that looks like a block',
    text: a => `"${a.line}" looks like a part of a block, and is printed as text: ${a.reason}.`,
    hint: 'A block is written :::name[label]{key=value} and closed by a line ":::".',
  }),
  DL2015: define<{ block: string; attribute: string; missing: boolean }>({
    title: 'Attribute of a block',
    text: a =>
      a.missing
        ? `The block "${a.block}" needs the attribute "${a.attribute}".`
        : `The block "${a.block}" has no attribute "${a.attribute}"; it is not used.`,
    hint: a => (a.missing ? `Write ::${a.block}{${a.attribute}=…}.` : undefined),
  }),
  DL2016: define<{ name: string; unreadable: boolean }>({
    title: 'Unknown table',
    text: a => (a.unreadable ? `The table "${a.name}" cannot be read.` : `There is no table "${a.name}".`),
    hint: 'Tables are the files of data/ in the content folder, without their ending.',
  }),
  DL2017: define<{ block: string; reason: string }>({
    title: 'Block that cannot be made',
    text: a => `The block "${a.block}" cannot be made: ${a.reason}.`,
  }),
  DL2018: define<{ from: string; to: string }>({
    title: 'Heading level skipped',
    text: a => `A heading of level ${a.to} follows one of level ${a.from}: a level is left out.`,
    hint: 'Readers who hear the page find their way by levels. The headline is level 1; a text begins with ##.',
  }),
  DL2019: define<{ target: string; reason: string }>({
    title: 'Outside link that leads nowhere',
    text: a => `The link "${a.target}" leads nowhere: ${a.reason}.`,
    hint: 'Mend the address, or link to a copy in an archive of the web.',
  }),
  DL2020: define<{ target: string; to: string }>({
    title: 'Outside link that has moved',
    text: a => `"${a.target}" has moved to ${a.to} for good.`,
    hint: 'Link to the new address; the old one may go.',
  }),
  DL2021: define<{ asked: number; left: number }>({
    title: 'Outside links that were not checked',
    text: a => `${a.asked} addresses of other sites were asked for, and ${a.left} were not.`,
    hint: 'What is known is kept: the next run asks for the rest. --external-most and --external-seconds set the bounds.',
  }),
  DL3001: define<{ address: string; other: string }>({
    title: 'Two things at one address',
    text: a => `${a.address} is also the address of ${a.other}.`,
    hint: 'Give one of them another "slug" or "url".',
  }),
  DL3002: define<Record<never, never>>({
    title: 'Articles without a region',
    text: () => 'This article has no region.',
    hint: 'Set "region:" in the article, or a default in the config: content: { fields: { region: { default: "World" } } }.',
  }),
  DL3003: define<{ path: string; reason: string }>({
    title: 'Front page entry that cannot stand',
    text: a => `"${a.path}" cannot stand on the front page: ${a.reason}.`,
    hint: 'The slot is filled with the newest story instead.',
  }),
  DL3004: define<{ field: string; path: string; reason: string }>({
    title: 'Reference to an article that is not there',
    text: a => `"${a.path}" in "${a.field}" cannot be used: ${a.reason}.`,
  }),
  DL3005: define<{ key: string }>({
    title: 'Unknown author',
    text: a => `There is no file for the author "${a.key}".`,
  }),
  DL3006: define<{ slot: string }>({
    title: 'Unknown front page slot',
    text: a => `The front page has no slot called "${a.slot}".`,
    hint: 'Slots: lead, secondary, band.',
  }),
  DL3007: define<{ reason: string }>({
    title: 'The front page file cannot be used',
    text: a => `The front page file cannot be used: ${a.reason}.`,
  }),
  DL3008: define<{ field: string; value: string }>({
    title: 'Publication time in the past of its expiry',
    text: a => `"${a.field}" (${a.value}) is not after the date of the article, so it is never visible.`,
  }),
  DL3009: define<{ date: string }>({
    title: 'Date far ahead',
    text: a => `The article is dated ${a.date}, more than a year ahead, and is not visible until then.`,
    hint: 'Look at the year.',
  }),
  DL3010: define<{ other: string }>({
    title: 'Two articles with one title',
    text: a => `${a.other} has the same title.`,
    hint: 'Readers cannot tell them apart in lists. Give one of them another, or remove it.',
  }),
  DL3011: define<{ other: string }>({
    title: 'A story told twice',
    text: a => `${a.other} says nearly the same.`,
    hint: 'Where one is an update of the other, keep one file and set "updated"; an alias keeps the other address.',
  }),
  DL3012: define<{ topic: string; other: string }>({
    title: 'Topics that one letter tells apart',
    text: a => `The topics "${a.topic}" and "${a.other}" differ by one letter.`,
    hint: 'Where they are one, list it under topics in the config or content/_site/topics.yml, with the other as an alias.',
  }),
  DL3013: define<{ address: string }>({
    title: 'Published address that would lead nowhere',
    text: a => `Readers know this article at ${a.address}, and it would not be there any more.`,
    hint: a =>
      `Add a line "aliases: [${a.address}]" to the front matter, and the old address leads to the new one.`,
  }),
  DL3014: define<{ address: string; reason: string }>({
    title: 'Published article that goes',
    text: a =>
      `Readers know this article at ${a.address}; it is ${a.reason} now, and the address leads nowhere.`,
    hint: a => `Where another article takes its place, add "aliases: [${a.address}]" to that one.`,
  }),
  DL3015: define<Record<never, never>>({
    title: 'Published text that changed without a word',
    text: () => 'The text of this published article changed, and neither "updated" nor "corrections" did.',
    hint: 'Set "updated" to now; where something was wrong, say so under "corrections".',
  }),
  DL3016: define<{ date: string; commit: string }>({
    title: 'Last good version published',
    text: a => `The version of ${a.date} (${a.commit}) is published in the place of this one.`,
    hint: 'Mend the errors of this file, and this version is published.',
  }),
  DL3017: define<{ reason: string; command?: string }>({
    title: 'Left out, without an earlier version',
    text: a => `The file is left out: ${a.reason}.`,
    hint: a =>
      a.command === undefined
        ? 'Mend the errors of this file, and it is published.'
        : `Fetch what is missing with "${a.command}", and build again.`,
  }),
  DL3020: define<{ key: string; reason: string }>({
    title: 'Unknown storyline',
    text: a => `There is no storyline "${a.key}" to publish: ${a.reason}.`,
    hint: 'The file is named for the slug of the storyline’s first article. "dateline storylines" lists them.',
  }),
  DL4001: define<{ template: string; page: string; reason: string }>({
    title: 'Template failed',
    text: a => `The template "${a.template}" failed on ${a.page}: ${a.reason}.`,
  }),
  DL4002: define<{ template: string; page: string }>({
    title: 'Unknown template',
    text: a => `There is no template "${a.template}" (wanted by ${a.page}).`,
    hint: 'Templates are files with the ending .eta in templates/.',
  }),
  DL4003: define<{ widget: string; page: string }>({
    title: 'Unknown widget',
    text: a => `There is no widget "${a.widget}" (wanted by ${a.page}).`,
  }),
  DL4004: define<{ name: string; reason: string }>({
    title: 'Widget or output failed',
    text: a => `"${a.name}" of the config failed: ${a.reason}.`,
  }),
  DL4005: define<{ read: string; pages: number }>({
    title: 'One change makes many pages again',
    text: a => `A change of the ${a.read} makes ${a.pages} pages again, since they all read it.`,
    hint: 'A list that changes with every article, shown on every page, costs the whole site at every push.',
  }),
  DL4006: define<{ table: string; page: string }>({
    title: 'Unknown table in a template',
    text: a => `There is no table "${a.table}" (wanted by ${a.page}).`,
    hint: 'Tables are the files of data/ in the content folder, without their ending.',
  }),
  DL5001: define<{ key: string }>({
    title: 'Unknown setting',
    text: a => `There is no setting "${a.key}".`,
  }),
  DL5002: define<{ key: string; reason: string }>({
    title: 'Wrong setting',
    text: a => `The setting "${a.key}" is wrong: ${a.reason}.`,
  }),
  DL5003: define<{ reason: string }>({
    title: 'The config cannot be loaded',
    text: a => `The config cannot be loaded: ${a.reason}.`,
  }),
  DL5004: define<{ looked: string }>({
    title: 'No config',
    text: a => `No config was found in ${a.looked}.`,
    hint: "Make dateline.config.ts with: export default { title: 'My Paper', url: 'https://paper.example/' }",
  }),
  DL5005: define<{ reason: string }>({
    title: 'Plug-in cannot be used',
    text: a => `A Markdown plug-in cannot be used: ${a.reason}.`,
  }),
  DL5006: define<{ reason: string }>({
    title: 'Fallback to the other Markdown parser',
    text: a =>
      `The native Markdown parser does not load here (${a.reason}); remark-parse is used, which is slower.`,
  }),
  DL5007: define<{ reason: string }>({
    title: 'The baseline cannot be read',
    text: a => `The baseline cannot be read: ${a.reason}.`,
    hint: 'Write it anew with "dateline check --baseline", and look at what changed in it.',
  }),
  DL5008: define<{ ref: string; reason: string; command?: string }>({
    title: 'The base cannot be compared with',
    text: a => `"${a.ref}" cannot be compared with: ${a.reason}.`,
    hint: a =>
      a.command === undefined ? undefined : `Fetch what is missing with "${a.command}", and check again.`,
  }),
  DL6001: define<{ folder: string }>({
    title: 'Output folder is not dateline’s',
    text: a => `The folder ${a.folder} has files in it and was not made by dateline.`,
    hint: 'Choose another folder with --out, or empty it. Nothing was touched.',
  }),
  DL6002: define<{ path: string; reason: string }>({
    title: 'The output cannot be written',
    text: a => `${a.path} cannot be written: ${a.reason}.`,
    hint: 'The site in the output folder is as it was.',
  }),
  DL6003: define<{ folder: string; reason: string }>({
    title: 'Output folder cannot be used',
    text: a => `The folder ${a.folder} cannot be the output: ${a.reason}.`,
  }),
  DL6004: define<{ folder: string; holder: string }>({
    title: 'Another build is at work',
    text: a => `Another build (process ${a.holder}) is writing ${a.folder}.`,
    hint: 'Wait until it has ended, or build into another folder with --out.',
  }),
  DL6005: define<{ reason: string }>({
    title: 'The store cannot be written',
    text: a => `What this build knows could not be kept for the next one: ${a.reason}.`,
    hint: 'The site is complete. The next build takes longer.',
  }),
  DL6006: define<{ file: string; reason: string }>({
    title: 'The manifest cannot be used',
    text: a => `The manifest ${a.file} cannot be used: ${a.reason}.`,
    hint: 'It is the file of the last deployment. Without --base, everything is written.',
  }),
  DL6007: define<{ host: string; reason: string }>({
    title: 'More than the host takes',
    text: a => `${a.host} would refuse this site: ${a.reason}.`,
  }),
  DL9001: define<{ reason: string }>({
    title: 'A bug of dateline',
    text: a => `dateline itself failed: ${a.reason}.`,
    hint: 'Please report it with the stack below.',
  }),
} as const

export type DiagnosticCode = keyof typeof codes

/** The arguments that a code's words take. */
export type CodeArgs<C extends DiagnosticCode> = (typeof codes)[C] extends CodeEntry<infer A> ? A : never

/** Arguments of some code, once it no longer matters of which: `error` and `warning` have checked them. */
export type AnyArgs = Readonly<Record<string, unknown>>

export function messageOf(code: DiagnosticCode, args: AnyArgs): string {
  return (codes[code] as CodeEntry<unknown>).text(args)
}

export function hintOf(code: DiagnosticCode, args: AnyArgs): string | undefined {
  const { hint } = codes[code] as CodeEntry<unknown>
  return typeof hint === 'function' ? hint(args) : hint
}
