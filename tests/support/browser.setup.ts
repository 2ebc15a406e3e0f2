// Before any test: where there is no browser, one is installed if that can be done (Debian, as root); if it
// cannot, it is said loudly, and the tests that need one are skipped.
import { spawnSync } from 'node:child_process'
import { findChromium } from './browser.js'

export default function setup(): void {
  if (findChromium() !== undefined) return
  if (process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0) {
    console.warn('No browser is here: installing Debian’s chromium …')
    spawnSync('apt-get', ['update'], { stdio: 'ignore' })
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { stdio: 'ignore' })
  }
  if (findChromium() === undefined) {
    console.warn(
      '\n*** NO BROWSER: the tests in a real Chromium are SKIPPED. Install Debian’s package "chromium", or set DATELINE_CHROMIUM to one. ***\n',
    )
  }
}
