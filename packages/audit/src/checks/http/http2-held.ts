import type { Inspection } from '../../run/inspection.ts'
import { CannotTell } from '../../verdict.ts'
import type { Http2Connection, Http2Options } from '../../wire/http2/connection.ts'
import { SETTING, TYPE } from '../../wire/http2/frames.ts'
import { headers } from '../../wire/http2/write.ts'
import { fieldsOf, goodPage } from './http2.ts'

/** A connection whose streams may not send any content: an answer that has some cannot end. */
export const HELD: Http2Options = { settings: [[SETTING.INITIAL_WINDOW_SIZE, 0]] }

/** Has an answer wait on stream 1, half-closed, as long as its window stays shut (RFC 9113 section 5.1). */
export async function held(inspection: Inspection, connection: Http2Connection): Promise<void> {
  const { path } = await goodPage(inspection)
  await connection.write(headers(1, fieldsOf(inspection, path)))
  const begun = await connection.until(
    () => connection.frames.find(({ type, stream }) => type === TYPE.HEADERS && stream === 1),
    2000,
  )
  if (begun === undefined || connection.received(1) > 0)
    throw new CannotTell('Its answer did not wait for a window.')
}
