// Random tests begin from one seed, so that a red run means a change of the code. `DATELINE_SEED=random` looks
// further, `DATELINE_SEED=<number>` repeats what it found.
import fc from 'fast-check'

const { DATELINE_SEED: wanted } = process.env
if (wanted !== 'random') fc.configureGlobal({ seed: wanted === undefined ? 20_261_124 : Number(wanted) })
