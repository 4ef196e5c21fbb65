import { check } from '../../check.ts'
import type { Inspection } from '../../run/inspection.ts'
import { rfc, text } from '../../source.ts'
import type { Page } from '../../target/target.ts'
import { across, CannotTell, failed, passed, type Verdict } from '../../verdict.ts'
import { isJson, jsonOf, type Answer } from '../../wire/answer.ts'
import { decoded } from '../http/coding.ts'
import { essence } from '../http/field-syntax.ts'
import { acrossBodies, isTaken, shown as quoted } from '../openapi/trials.ts'
import { decodeCbor, encodeCbor, UnknownTag } from './cbor.ts'
import { difference } from './difference.ts'
import { events } from './events-specimen.ts'

export const sameValue = check({
  id: 'serialization/same-value',
  claim: 'A value that is sent in one format is the same when it is read in another.',
  severity: 'should',
  source: [rfc(8949, '6.1'), text('CWE-704', 'https://cwe.mitre.org/data/definitions/704.html')],
  mend: {
    general:
      'Give all formats one data model, that of JSON: numbers as doubles or exact integers, texts in UTF-8, moments as texts with an offset. Test each with the same values, and refuse in all of them what one cannot say.',
  },
  async run(inspection) {
    const pages = inspection.target.pages.filter(({ seen }) => isJson(seen.answer)).slice(0, MOST_PAGES)
    return across<() => Promise<Verdict | undefined>>(
      [...pages.map((page) => () => compareRead(inspection, page)), () => compareSent(inspection)],
      'Nothing is known that speaks CBOR beside JSON.',
      (compare) => compare(),
    )
  },
  flaw: events({ singles: true }),
  sound: events(),
})

const MOST_PAGES = 5
const CBOR = 'application/cbor'

/** One address, read in both. */
async function compareRead({ send }: Inspection, { path, as }: Page): Promise<Verdict | undefined> {
  const other = await send({ path, as, headers: { Accept: CBOR } })
  if (!isCbor(other.answer)) return undefined
  const ask = async () => send({ path, as, headers: { Accept: 'application/json' } })
  const [usual, again] = [await ask(), await ask()]
  // What changes by itself differs in any format.
  if (!isJson(usual.answer) || !usual.answer.body.equals(again.answer.body)) return undefined
  const value = read(other.answer)
  if (value === undefined) return undefined
  const found = difference(jsonOf(usual.answer), value.cbor)
  if (found === undefined) return passed()
  return failed(
    `${path} has ${quoted(found.json)} at "${found.pointer}" in JSON, and ${quoted(found.cbor)} in CBOR.`,
    [{ exchange: usual }, { exchange: other }],
  )
}

/** One value, sent in both. */
async function compareSent(inspection: Inspection): Promise<Verdict | undefined> {
  if (!inspection.target.writable) return undefined
  try {
    return await acrossBodies(inspection, 'Nothing takes CBOR.', async (call) => {
      const json = call.example()
      const sent = await call.store({ body: encodeCbor(json), headers: { 'Content-Type': CBOR } })
      if (!isTaken(sent.answered.answer) || sent.item === undefined) return undefined
      const usual = await call.store({ json })
      if (!isTaken(usual.answered.answer) || usual.item === undefined) return undefined
      for (const name of Object.keys(json)) {
        const found = difference(usual.item[name], sent.item[name])
        if (found !== undefined)
          return failed(
            `${call.name} was sent the same "${name}" in JSON and in CBOR, and shows ${quoted(found.json)} for the one and ${quoted(found.cbor)} for the other.`,
            [{ exchange: usual.shown }, { exchange: sent.shown }],
          )
      }
      return passed()
    })
  } catch (error) {
    if (error instanceof CannotTell) return undefined
    throw error
  }
}

function isCbor({ status, headers }: Answer): boolean {
  return status === 200 && essence(headers.get('content-type')) === CBOR
}

/** `undefined` where it says more than can be compared. */
function read(answer: Answer): { cbor: unknown } | undefined {
  const bytes = decoded(answer)
  try {
    return bytes && { cbor: decodeCbor(bytes) }
  } catch (error) {
    if (error instanceof UnknownTag || error instanceof RangeError) return undefined
    throw error
  }
}
