// What a watch keeps between builds beside the store: threads with their warm processors. A new config makes a
// new session, so that no function of an old one runs again.
import type { Shop } from './shop.js'

export interface Session {
  readonly shop: Shop
  /** For what is put away and for render setups. */
  readonly scratch: string
  /** Number of its first segment: those before it are swept when nothing points into them. */
  readonly firstSegment: number
  close(): Promise<void>
}

export interface Sessions {
  /** The session of the config that `key` names; the one before it is closed. */
  of(key: string, open: () => Session): Promise<Session>
  reset(): Promise<void>
}

export function createSessions(): Sessions {
  let current: { readonly key: string; readonly session: Session } | undefined
  async function reset(): Promise<void> {
    const last = current
    current = undefined
    await last?.session.close()
  }
  return {
    reset,
    async of(key, open) {
      if (current?.key === key) return current.session
      await reset()
      const session = open()
      current = { key, session }
      return session
    },
  }
}
