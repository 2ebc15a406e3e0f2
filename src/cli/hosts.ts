// Who may serve a new site. Apart from the texts, so that the command line loads none of them.
export const hosts = ['github', 'gitlab', 'cloudflare', 'netlify', 'sync'] as const
export type Host = (typeof hosts)[number]
