import type { Inspection } from '../../run/inspection.ts'
import type { Verdict } from '../../verdict.ts'
import type { Carriers } from './carriers.ts'
import { expectRefusal, type Malformed } from './refused.ts'

/**
 * Whether requests with such fields in place of `Transfer-Encoding: chunked` are the last ones on their connections. Each
 * is sent in three forms: one shows a target that takes it for chunked, one shows a target that does not look at it, and
 * one, with Content-Length as well, shows both, where two ends are not refused anyway.
 *
 * @param fields with their line ends
 */
export function expectCodingsRefused(inspection: Inspection, fields: readonly string[]): Promise<Verdict> {
  return expectRefusal(inspection, (carriers, method) =>
    fields.flatMap((field) => [...alone(carriers, method, field), withLength(carriers, method, field)]),
  )
}

/** The field and Content-Length, which covers all: where the field counts, a request is hidden in the content. */
export function withLength({ begin, hidden }: Carriers, method: string, field: string): Malformed {
  const content = `0\r\n\r\n${hidden}`
  return {
    what: `a ${method} with ${JSON.stringify(field.trimEnd())} and a Content-Length`,
    bytes: begin(method, `Content-Length: ${content.length}\r\n${field}`) + content,
  }
}

function alone({ begin, hidden }: Carriers, method: string, field: string): Malformed[] {
  const what = `a ${method} with ${JSON.stringify(field.trimEnd())}`
  const head = begin(method, field)
  return [
    { what, bytes: `${head}0\r\n\r\n${hidden}` },
    { what, bytes: `${head}${hidden}` },
  ]
}
