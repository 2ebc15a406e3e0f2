// Thread entry of the check of dist/.
import { parentPort, workerData } from 'node:worker_threads'
import { type CheckWork, checkPortion } from './output-check.js'

const work = workerData as CheckWork
Atomics.wait(work.begun, 0, 0)
while (checkPortion(work));
parentPort!.postMessage('done')
