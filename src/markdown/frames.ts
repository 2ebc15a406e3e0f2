// Whose frames may stand in a text. Apart from the rest of the policy, which loads much that a config needs not.

/** Hosts whose frames may stand in a text. */
export const defaultFrameHosts = [
  'www.youtube.com',
  'www.youtube-nocookie.com',
  'player.vimeo.com',
  'www.dailymotion.com',
  'open.spotify.com',
  'w.soundcloud.com',
  'www.openstreetmap.org',
  'datawrapper.dwcdn.net',
  'flo.uri.sh',
  'archive.org',
] as const
