import { domainToASCII } from 'node:url'

/** Whom a mail is from or for. */
export interface Address {
  /** As it is written in the message, such as `Ada Lovelace`. */
  readonly name?: string
  /** The mailbox, its domain in ASCII. */
  readonly address: string
}

/** Octets: RFC 5321 sections 4.5.3.1.1 and 4.5.3.1.3; a path has two angle brackets more. */
const LONGEST = { local: 64, mailbox: 254, name: 200 }

/** A dot-string of RFC 5321 section 4.1.2. Quoted ones (`"a b"@…`) are legal, and in practice only ever mistakes. */
const LOCAL = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/
/** RFC 1035 section 2.3.1, as RFC 1123 section 2.1 relaxed it. */
const LABEL = /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/

/**
 * Reads a mailbox such as `ada@example.org`. Its domain may be an internationalized one and comes back in ASCII (A-labels, RFC
 * 5890), as every server understands it. A local part beyond ASCII is refused: it could be sent only where each server on
 * the way has SMTPUTF8 (RFC 6531 section 3.2).
 *
 * @returns `undefined` where it is none
 */
export function parseMailbox(text: string): string | undefined {
  const at = text.lastIndexOf('@')
  const [local, domain] = [text.slice(0, Math.max(at, 0)), domainToASCII(text.slice(at + 1))]
  if (local.length > LONGEST.local || !LOCAL.test(local)) return undefined
  const labels = domain.split('.')
  if (labels.length < 2 && domain !== 'localhost') return undefined
  // An address literal, or a number that would be taken for one.
  if (/^\d+$/.test(labels.at(-1) ?? '')) return undefined
  if (!labels.every((label) => LABEL.test(label))) return undefined
  const mailbox = `${local}@${domain}`
  return mailbox.length > LONGEST.mailbox ? undefined : mailbox
}

/**
 * An address from what a program gives: a mailbox, or one with a name.
 *
 * @throws TypeError where nothing could be sent there
 */
export function toAddress(given: string | Address): Address {
  const { name, address } = typeof given === 'string' ? { name: undefined, address: given } : given
  const mailbox = parseMailbox(address)
  if (mailbox === undefined) {
    throw new TypeError(
      `${JSON.stringify(address)} is no address that mail can be sent to; one is like "ada@example.org", in ASCII before the @.`,
    )
  }
  const clean = name === undefined ? '' : oneLine(name, LONGEST.name)
  return clean === '' ? { address: mailbox } : { name: clean, address: mailbox }
}

/** An address as a setting has it: `ada@example.org` or `Ada Lovelace <ada@example.org>`. */
export function parseAddress(text: string): Address | undefined {
  const named = /^\s*"?([^"<>]*?)"?\s*<([^<>]+)>\s*$/.exec(text)
  const mailbox = parseMailbox((named?.[2] ?? text).trim())
  return mailbox === undefined ? undefined : toAddress({ name: named?.[1] ?? '', address: mailbox })
}

/**
 * By what a mailbox is remembered: servers may tell `Ada@` from `ada@` (RFC 5321 section 2.4), yet none is known to, and
 * whoever does not want mail does not want it in capitals either.
 */
export function mailboxKey(mailbox: string): string {
  return mailbox.toLowerCase()
}

/** Text for one line of a message: what could end the line, or do anything but be read, is a space. */
export function oneLine(text: string, longest: number): string {
  const line = text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim()
    .toWellFormed()
  if (line.length <= longest) return line
  // Not in the middle of what a reader takes for one character.
  const end = [...new Intl.Segmenter().segment(line)].findLast(({ index }) => index < longest)?.index ?? 0
  return `${line.slice(0, end)}…`
}
