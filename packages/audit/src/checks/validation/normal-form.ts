import { check } from '../../check.ts'
import type { Inspection } from '../../run/inspection.ts'
import { rfc, text } from '../../source.ts'
import type { Resource } from '../../target/target.ts'
import { across, failed, inconclusive, passed, type Verdict } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import type { Answered } from '../../wire/exchange.ts'
import { addressOf } from '../crud/address.ts'
import { newBody } from '../crud/body.ts'
import { clear } from '../crud/create.ts'
import { acrossResources } from '../crud/item.ts'
import { isRefused, isSuccess } from '../crud/seen.ts'
import { bookings } from './bookings-specimen.ts'

export const normalForm = check({
  id: 'validation/normal-form',
  claim: 'Where something has to be unique, spellings that mean the same are one record.',
  severity: 'should',
  // RFC 5321: the domain of a mailbox counts in any case; Unicode: equivalent sequences are one text.
  source: [
    rfc(5321, '2.4'),
    text('UAX #15, Unicode Normalization Forms', 'https://unicode.org/reports/tr15/'),
  ],
  mend: {
    general:
      'Bring what is compared into one form before it is compared and stored: texts into NFC, the domain of a mail address into lower case. Let the unique index be over that form.',
    stacks: {
      PostgreSQL: 'create unique index on accounts (lower(normalize(email, NFC)))',
      Django: 'UniqueConstraint(Lower("email"), name=…); unicodedata.normalize("NFC", text)',
      Rails: 'normalizes :email, with: -> (email) { email.strip.downcase }',
      'Spring Boot': 'java.text.Normalizer.normalize(text, Form.NFC) in the constructor of the type',
    },
  },
  needs: ['resource'],
  run: (inspection) =>
    acrossResources(inspection, ['create'], async (resource) => {
      if (resource.putAt !== undefined)
        return inconclusive(`Items of ${resource.path} are made at addresses that the client chooses.`)
      const made: Answered[] = []
      try {
        return await across(Object.keys(resource.example()), NONE, (member) =>
          tryMember(inspection, resource, member, made),
        )
      } finally {
        const paths = made.map((each) => (isSuccess(each) ? addressOf(each, resource) : undefined))
        await clear(inspection, resource, paths)
      }
    }),
  flaw: bookings({ byLetter: true }),
  sound: bookings(),
})

const NONE = 'Nothing is known that has to be unique and can be spelt in two ways: a mail address, or a name.'

/** @param made is given what may have to be deleted */
async function tryMember(
  inspection: Inspection,
  resource: Resource,
  member: string,
  made: Answered[],
): Promise<Verdict | undefined> {
  const { random, send } = inspection
  const { path, as } = resource
  const post = async (value: string) => {
    const json = { ...newBody(resource, random).json, [member]: value }
    const answered = await send({ method: 'POST', path, as, json })
    made.push(answered)
    return answered
  }
  const given = newBody(resource, random).json[member]
  if (typeof given !== 'string') return undefined
  const [one, other] = isMail(given) ? mails(random.word(10)) : texts(random.word(10))
  const first = await post(one)
  // Unique is what makes an item refused that is otherwise new.
  if (!isSuccess(first) || !isRefused(await post(one))) return undefined
  const twin = await post(other)
  if (isRefused(twin)) return passed()
  if (!isSuccess(twin)) return undefined
  return failed(
    `"${member}" has to be unique in ${path}: ${one} is refused a second time. Spelt ${spelt(other)} it was taken (${statusLine(twin.answer)}), although that means the same.`,
    [
      { exchange: first, says: 'The first one.' },
      { exchange: twin, says: 'The same in another spelling.' },
    ],
  )
}

function isMail(value: string): boolean {
  return /^[^@\s]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(value)
}

function mails(word: string): [string, string] {
  return [`${word}@audit.example.org`, `${word}@AUDIT.Example.ORG`]
}

/** The same text composed and decomposed (NFC and NFD). */
function texts(word: string): [string, string] {
  const composed = `Caf\u00e9 ${word}`
  return [composed, composed.normalize('NFD')]
}

function spelt(value: string): string {
  return JSON.stringify(value).replaceAll(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
