// The closed lists of values that fields may have. Apart from the schema, so that knowing them loads no validator.

export const articleKinds = [
  'news',
  'analysis',
  'opinion',
  'review',
  'sponsored',
  'press',
  'factcheck',
] as const
export type ArticleKind = (typeof articleKinds)[number]

export const exclusions = ['feeds', 'home', 'related', 'search'] as const
export type Exclusion = (typeof exclusions)[number]
