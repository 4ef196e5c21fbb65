import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'

export interface ListenOptions {
  readonly url: string
  readonly channel: string
  readonly onNotice: (payload: string) => void
  /** Told whenever notices begin to come, and when they stop coming. */
  readonly onChange?: (listening: boolean) => void
}

const AGAIN_AFTER = 1000

/**
 * Listens for PostgreSQL's notices on a connection of its own, and connects again whenever that is lost. What is sent
 * meanwhile is lost, and through a pooler that shares sessions all of it is: notices are for speed, never for certainty.
 */
export function listen({ url, channel, onNotice, onChange }: ListenOptions): AsyncDisposable {
  const ended = new AbortController()
  let current: Client | undefined
  const once = async () => {
    const client = new Client({
      connectionString: url,
      application_name: 'principia-listen',
      keepAlive: true,
    })
    current = client
    const lost = new Promise<void>((resolve) => {
      client.on('error', () => resolve()).on('end', () => resolve())
    })
    client.on('notification', ({ payload = '' }) => onNotice(payload))
    try {
      await client.connect()
      await client.query(`listen ${client.escapeIdentifier(channel)}`)
      onChange?.(true)
      await lost
    } finally {
      onChange?.(false)
      await client.end().catch(() => undefined)
    }
  }
  const goOn = async () => {
    while (!ended.signal.aborted) {
      await once().catch(() => undefined)
      await delay(AGAIN_AFTER, undefined, { signal: ended.signal, ref: false }).catch(() => undefined)
    }
  }
  const running = goOn()
  return {
    async [Symbol.asyncDispose]() {
      ended.abort()
      current?.connection.stream.destroy()
      await running
    },
  }
}
