// The compiled package, loaded into the test's own process: threads are started from its files, as users have them.
export async function loadBuild() {
  const { build } = (await import(
    '../../lib/build/build.js' as string
  )) as typeof import('../../src/build/build.js')
  return build
}

export async function loadFixes() {
  return (await import('../../lib/build/fixes.js' as string)) as typeof import('../../src/build/fixes.js')
}

export async function loadBuildCommand() {
  return (await import('../../lib/cli/build.js' as string)) as typeof import('../../src/cli/build.js')
}

export async function loadCheckCommand() {
  return (await import('../../lib/cli/check.js' as string)) as typeof import('../../src/cli/check.js')
}
