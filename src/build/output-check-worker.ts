// Thread entry of the check of dist/.
import { parentPort, workerData } from 'node:worker_threads'
import { checkRange, type OutputCheck } from './output-check.js'

parentPort!.postMessage(checkRange(workerData as OutputCheck))
