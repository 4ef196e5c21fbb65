import type { Inspection } from '../../run/inspection.ts'
import { CannotTell } from '../../verdict.ts'
import type { Http2Connection, Http2Options } from '../../wire/http2/connection.ts'
import { SETTING, TYPE } from '../../wire/http2/frames.ts'
import { headers } from '../../wire/http2/write.ts'
import { fieldsOf, goodPage } from './http2.ts'

/** A connection whose streams may send one byte: an answer that has more cannot end. Some servers send nothing with none. */
export const HELD: Http2Options = { settings: [[SETTING.INITIAL_WINDOW_SIZE, 1]] }

/** Has an answer wait on stream 1, half-closed, as long as its window stays shut (RFC 9113 section 5.1). */
export async function held(inspection: Inspection, connection: Http2Connection): Promise<void> {
  const { path } = await goodPage(inspection)
  await connection.write(headers(1, fieldsOf(inspection, path)))
  const begun = await connection.until(
    () => connection.frames.find(({ type, stream }) => type === TYPE.HEADERS && stream === 1),
    1000,
  )
  if (begun === undefined || connection.received(1) > 1)
    throw new CannotTell('Its answer did not wait for a window.')
}
