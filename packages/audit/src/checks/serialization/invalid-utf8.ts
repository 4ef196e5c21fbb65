import { check } from '../../check.ts'
import { freeTexts } from '../openapi/texts-of.ts'
import { acrossBodies, refusesAll, type Trial } from '../openapi/trials.ts'
import { lax } from '../validation/lax.ts'
import { MEND_STRICT } from './mends.ts'
import { rfc } from '../../source.ts'

export const invalidUtf8 = check({
  id: 'serialization/invalid-utf8',
  claim: 'Bytes that are not UTF-8 are refused, and never become replacement characters.',
  severity: 'should',
  source: [rfc(8259, '8.1'), rfc(3629, '3')],
  mend: MEND_STRICT,
  needs: ['write'],
  run(inspection) {
    const { target } = inspection
    return acrossBodies(inspection, NONE, (call) => {
      const [member] = freeTexts(call, target.description)
      if (member === undefined) return undefined
      const bytes = BAD.map(([what, bad]): Trial => {
        const [before = '', after = ''] = JSON.stringify({ ...call.example(), [member.name]: 'a @ b' }).split(
          'a @ b',
        )
        const body = Buffer.concat([Buffer.from(`${before}a `), Buffer.from(bad), Buffer.from(` b${after}`)])
        return { what: `"${member.name}" has ${what}`, content: { body } }
      })
      return refusesAll(call, bytes)
    })
  },
  flaw: lax((content) => content),
})

const NONE = 'No member is known that takes any text.'

const BAD: readonly (readonly [what: string, bytes: readonly number[]])[] = [
  ['a byte that is never in UTF-8 (FF)', [0xff]],
  ['the letter é of ISO 8859-1 (E9)', [0xe9]],
  ['a slash in two bytes (C0 AF)', [0xc0, 0xaf]],
  ['half a character (ED A0 80)', [0xed, 0xa0, 0x80]],
]
