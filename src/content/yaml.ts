// YAML as newsrooms write it: js-yaml with a schema of our own, that keeps values as they stand in the file.
import yaml from 'js-yaml'

/** js-yaml 3 reads YAML 1.1, as the generators that archives come from do, but two of its habits lose what an
 *  editor wrote: timestamps become instants without their zone, and `19:36` becomes 1176. So timestamps stay
 *  text, and a number is a number only when printing it gives the same text back. */
function createYamlSchema(): yaml.Schema {
  const { implicit, explicit } = yaml.DEFAULT_SAFE_SCHEMA as unknown as {
    readonly implicit: readonly yaml.Type[]
    readonly explicit: readonly yaml.Type[]
  }
  const number = new yaml.Type('tag:yaml.org,2002:float', {
    kind: 'scalar',
    resolve: (text: unknown) =>
      typeof text === 'string' && /^-?[0-9]/.test(text) && String(Number(text)) === text,
    construct: (text: string) => Number(text),
  })
  const merge = implicit.filter(
    type => (type as unknown as { tag: string }).tag === 'tag:yaml.org,2002:merge',
  )
  const scalars = ['null', 'bool'].map(name => coreType(`tag:yaml.org,2002:${name}`))
  return new yaml.Schema({
    include: [yaml.FAILSAFE_SCHEMA],
    implicit: [...scalars, number, ...merge],
    explicit: [...explicit],
  })
}

function coreType(tag: string): yaml.Type {
  const { compiledImplicit } = yaml.CORE_SCHEMA as unknown as {
    readonly compiledImplicit: readonly (yaml.Type & { tag: string })[]
  }
  const type = compiledImplicit.find(candidate => candidate.tag === tag)
  if (!type) throw new Error(`js-yaml has no type ${tag}`)
  return type
}

const yamlSchema = createYamlSchema()

/** Reads a YAML document with values kept as written. @throws yaml.YAMLException */
export function readYaml(text: string): unknown {
  return yaml.safeLoad(text, { schema: yamlSchema })
}
