#!/usr/bin/env node
// `create-dateline-news DIR` is `dateline init DIR`: the name that `npm create dateline-news` looks for.
process.argv.splice(2, 0, 'init')
await import('./main.js')
