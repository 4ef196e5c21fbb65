import type { Connection } from '../connection.ts'
import { Http2Connection } from './connection.ts'
import { PREFACE, readFrame, SETTING, TYPE } from './frames.ts'
import { settings, windowUpdate } from './write.ts'

export interface Http2Options {
  /** What is said first: what has to be, unless said. */
  readonly preface?: Buffer
  /** In place of the usual ones, by identifier. */
  readonly settings?: readonly (readonly [id: number, value: number])[]
  /** Bytes that the target may send on the connection beyond the 65,535 that it may at first: 16 MB unless said. */
  readonly window?: number
  /** Milliseconds in which the target has to begin to speak. */
  readonly within?: number
}

const WINDOW = 16 << 20

/**
 * Begins to speak HTTP/2: with prior knowledge (RFC 9113 section 3.3), or where ALPN has chosen it.
 *
 * @returns `undefined` where the other side does not speak it
 */
export async function openHttp2Connection(
  raw: Connection,
  options: Http2Options = {},
): Promise<Http2Connection | undefined> {
  if (raw.secured !== undefined && raw.secured.alpnProtocol !== 'h2') return undefined
  const {
    settings: ours = [
      [SETTING.ENABLE_PUSH, 0],
      [SETTING.INITIAL_WINDOW_SIZE, WINDOW],
    ],
    window = WINDOW,
    within = 1500,
    preface = PREFACE,
  } = options
  const table = ours.find(([id]) => id === SETTING.HEADER_TABLE_SIZE)?.[1]
  const connection = new Http2Connection(raw, preface.length, table)
  await raw.write(preface)
  await connection.write(settings(ours), ...(window === 0 ? [] : [windowUpdate(0, window)]))
  const first = await connection.until(
    () => connection.frames[0] ?? (raw.ended === 'open' ? undefined : 'ended'),
    within,
  )
  if (first === undefined || first === 'ended' || !looksLikeHttp2(raw.received)) return undefined
  await connection.until(() => connection.acknowledged || undefined, within)
  return connection
}

/** Whether it begins with a frame that a server may begin with: SETTINGS, or GOAWAY where it gives up at once. */
function looksLikeHttp2(received: Buffer): boolean {
  const first = readFrame(received, 0)?.frame
  return (
    first !== undefined && first.stream === 0 && first.type !== TYPE.DATA && first.type <= TYPE.CONTINUATION
  )
}
