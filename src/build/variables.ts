// Variables of the environment that a config reads: what they hold is a part of what the site is made of.

/** Names of variables that a text reads from `process.env`; undefined when some are read by no name. */
export function variablesOf(text: string): string[] | undefined {
  const all = text.match(/process\s*(?:\?\.|\.)\s*env\b/g)?.length ?? 0
  const named = [...text.matchAll(/process\.env(?:\.([A-Za-z_]\w*)|\[\s*["']([^"']+)["']\s*\])/g)]
  const other = /(?:import\.meta\.env|["']node:process["']|["']process["'])/.test(text)
  return named.length === all && !other
    ? [...new Set(named.map(match => match[1] ?? match[2]!))].sort()
    : undefined
}

/** Values of variables of the environment, by name. */
export function valuesOf(
  names: readonly string[],
): readonly (readonly [name: string, value: string | null])[] {
  return names.map(name => [name, process.env[name] ?? null] as const)
}
