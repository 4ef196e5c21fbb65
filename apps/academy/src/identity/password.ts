import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto'
import { promisify } from 'node:util'
import { problems } from 'principia'

const argon2Async = promisify(argon2)

/** OWASP's Password Storage Cheat Sheet: Argon2id with 19 MiB of memory, 2 passes, 1 lane. */
const MEMORY = 19_456
const PASSES = 2
const TAG_LENGTH = 32

/** Derivations at a time, and those that may wait for one; each takes a core for some 40 ms and 19 MiB. */
const RUNNING = 2
const WAITING = 40

let running = 0
const waiting: (() => void)[] = []

/**
 * Derives a key, in turn. Without a bound a flood of sign-ins would queue for minutes, and with it everything
 * else that uses Node's thread pool.
 *
 * @throws Problem unavailable when too many wait already
 */
async function derive(given: Argon2Parameters): Promise<Buffer> {
  if (running >= RUNNING) {
    if (waiting.length >= WAITING) {
      throw problems.unavailable('Too many people sign in at this moment.', {
        headers: { 'retry-after': '5' },
      })
    }
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else running++
  try {
    return await argon2Async('argon2id', given)
  } finally {
    const next = waiting.shift()
    if (next === undefined) running--
    else next()
  }
}

/** Hashes a password with a salt of its own, as a PHC string that says how it was made. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const tag = await derive(parameters(password, salt))
  return `$argon2id$v=19$m=${MEMORY},t=${PASSES},p=1$${encode(salt)}$${encode(tag)}`
}

/** Whether the password is the one that was hashed. Takes as long for a wrong one as for the right one. */
export async function verifyPassword(password: string, phc: string): Promise<boolean> {
  const [, , , , salt, tag] = phc.split('$')
  if (salt === undefined || tag === undefined) return false
  const expected = Buffer.from(tag, 'base64')
  const actual = await derive(parameters(password, Buffer.from(salt, 'base64')))
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

function parameters(password: string, nonce: Buffer): Argon2Parameters {
  // Unicode has several spellings of one text (NFKC joins them), and keyboards differ in which they send.
  const message = password.normalize('NFKC')
  return { message, nonce, parallelism: 1, tagLength: TAG_LENGTH, memory: MEMORY, passes: PASSES }
}

/** The PHC string format leaves out base64's padding. */
function encode(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}
