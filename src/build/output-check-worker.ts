// Thread entry of the check of dist/.
import { parentPort, workerData } from 'node:worker_threads'
import { type CheckWork, checkPortion } from './output-check.js'

while (checkPortion(workerData as CheckWork));
parentPort!.postMessage('done')
