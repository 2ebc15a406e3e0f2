// `npm create dateline-news DIR` is `dateline init DIR`. npm looks for it in a package of its own, which lies in
// `npm-create/` and does nothing but import this.
process.argv.splice(2, 0, 'init')
await import('./main.js')
