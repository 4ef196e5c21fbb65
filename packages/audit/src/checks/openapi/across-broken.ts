import type { Inspection } from '../../run/inspection.ts'
import { broken, type Broken } from '../../values/broken.ts'
import type { Verdict } from '../../verdict.ts'
import type { BodyCall } from './body-calls.ts'
import { acrossBodies } from './trials.ts'

/** Why nothing could be told where no content is described. */
export const NO_BODIES =
  'No operation that could be tried has a described body; give an OpenAPI document with --openapi.'

/**
 * One verdict for the operations whose content is described, for each with values that break its description, each in one
 * place.
 */
export function acrossBroken(
  inspection: Inspection,
  none: string,
  examine: (call: BodyCall, values: readonly Broken[]) => Promise<Verdict | undefined> | Verdict | undefined,
): Promise<Verdict> {
  const { target, random } = inspection
  return acrossBodies(inspection, none, (call) =>
    call.schema === undefined || target.description === undefined
      ? undefined
      : examine(call, broken(call.schema, target.description, random)),
  )
}
