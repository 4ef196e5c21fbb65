import type { Inspection } from '../../run/inspection.ts'
import { CannotTell } from '../../verdict.ts'
import type { Http2Connection } from '../../wire/http2/connection.ts'
import type { Http2Options } from '../../wire/http2/open.ts'
import { SETTING, TYPE } from '../../wire/http2/frames.ts'
import { headers } from '../../wire/http2/write.ts'
import { fieldsOf } from './http2.ts'

/** A connection whose streams may send one byte: an answer that has more cannot end. Some servers send nothing with none. */
export const HELD: Http2Options = { settings: [[SETTING.INITIAL_WINDOW_SIZE, 1]] }

/** Bytes of content: with less, a server may have written it all by the time that it hears of something wrong. */
const LARGE = 16_000

/**
 * Has an answer wait on stream 1, half-closed, as long as its window stays shut (RFC 9113 section 5.1).
 *
 * @throws CannotTell where no answer is large enough, or none waits
 */
export async function held(
  { target }: Pick<Inspection, 'target'>,
  connection: Http2Connection,
): Promise<void> {
  const page = target.pages.find(({ as, seen }) => as === undefined && seen.answer.body.length > LARGE)
  if (page === undefined)
    throw new CannotTell(
      `No page of more than ${LARGE} bytes is known; name one under "pages" in the configuration.`,
    )
  await connection.write(headers(1, fieldsOf({ target }, page.path)))
  const begun = await connection.until(
    () => connection.frames.find(({ type, stream }) => type === TYPE.HEADERS && stream === 1),
    1000,
  )
  if (begun === undefined || connection.received(1) > 1)
    throw new CannotTell('Its answer did not wait for a window.')
}
