// Files for text editors, by name below their folder: the schemas, and the types of templates.
import { buildJsonSchemas, type SiteNames, settingFiles } from './json-schema.js'
import { renderTemplateTypes } from './template-types.js'

export function editorFiles(names: SiteNames): Readonly<Record<string, string>> {
  return {
    ...Object.fromEntries(
      Object.entries(buildJsonSchemas(names)).map(([name, schema]) => [
        `${name}.schema.json`,
        `${JSON.stringify(schema, null, 2)}\n`,
      ]),
    ),
    'templates.d.ts': renderTemplateTypes(names),
  }
}

/** Which schema a file of YAML has, as the YAML extension of VS Code and its language server are told. */
export function yamlAssociations(folder: string, contentFolder: string): Readonly<Record<string, string>> {
  return Object.fromEntries([
    [`${folder}/front.schema.json`, `${contentFolder}/_front*.yml`],
    ...[...settingFiles, 'settings'].map(name => [
      `${folder}/${name}.schema.json`,
      `${contentFolder}/_site/${name}.yml`,
    ]),
  ])
}
