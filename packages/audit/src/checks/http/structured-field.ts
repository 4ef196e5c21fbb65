/** What a structured field is as a whole. */
export type StructuredKind = 'item' | 'list' | 'dictionary'

/** A bare item (RFC 9651 section 3.3). */
export type BareItem =
  | { readonly type: 'integer' | 'decimal' | 'date'; readonly value: number }
  | { readonly type: 'string' | 'token' | 'display'; readonly value: string }
  | { readonly type: 'bytes'; readonly value: Buffer }
  | { readonly type: 'boolean'; readonly value: boolean }

/** A member: its key in a dictionary, and its items: one, or those of an inner list. */
export interface Member {
  readonly key: string | undefined
  readonly items: readonly BareItem[]
  readonly parameters: ReadonlyMap<string, BareItem>
}

/** Reads a structured field (RFC 9651 section 4.2). `undefined` where it is none: a recipient ignores all of it then. */
export function parseStructured(kind: StructuredKind, value: string): Member[] | undefined {
  const text = new Cursor(value)
  text.take(/ */y)
  try {
    const members = kind === 'item' ? [member(text, undefined)] : readMembers(text, kind)
    text.take(/ */y)
    return text.ended ? members : undefined
  } catch (error) {
    if (error instanceof NotStructured) return undefined
    throw error
  }
}

class NotStructured extends Error {}

class Cursor {
  readonly text: string
  at = 0

  constructor(text: string) {
    this.text = text
  }

  get ended(): boolean {
    return this.at === this.text.length
  }

  /** What stands here, where it fits. @param pattern sticky */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)?.[0]
    this.at += found?.length ?? 0
    return found
  }

  /** @throws NotStructured where it does not fit */
  demand(pattern: RegExp): string {
    const found = this.take(pattern)
    if (found === undefined) throw new NotStructured()
    return found
  }
}

function readMembers(text: Cursor, kind: 'list' | 'dictionary'): Member[] {
  const members: Member[] = []
  while (!text.ended) {
    if (members.length > 0) {
      text.demand(/[ \t]*,[ \t]*/y)
      // A comma at the end is a failure.
      if (text.ended) throw new NotStructured()
    }
    members.push(kind === 'list' ? member(text, undefined) : dictionaryMember(text))
    text.take(/ +(?=$)/y)
  }
  return members
}

function dictionaryMember(text: Cursor): Member {
  const key = text.demand(KEY)
  if (text.take(/=/y) !== undefined) return member(text, key)
  return { key, items: [{ type: 'boolean', value: true }], parameters: parameters(text) }
}

function member(text: Cursor, key: string | undefined): Member {
  const items: BareItem[] = []
  if (text.take(/\( */y) === undefined) items.push(bareItem(text))
  else
    while (text.take(/\)/y) === undefined) {
      items.push(bareItem(text))
      parameters(text)
      text.demand(/ +|(?=\))/y)
    }
  return { key, items, parameters: parameters(text) }
}

const KEY = /[a-z*][a-z0-9_.*-]*/y

function parameters(text: Cursor): Map<string, BareItem> {
  const found = new Map<string, BareItem>()
  while (text.take(/; */y) !== undefined) {
    const key = text.demand(KEY)
    found.set(key, text.take(/=/y) === undefined ? { type: 'boolean', value: true } : bareItem(text))
  }
  return found
}

function bareItem(text: Cursor): BareItem {
  const decimal = text.take(/-?\d{1,12}\.\d{1,3}(?!\d)/y)
  if (decimal !== undefined) return { type: 'decimal', value: Number(decimal) }
  const integer = text.take(/-?\d{1,15}(?![\d.])/y)
  if (integer !== undefined) return { type: 'integer', value: Number(integer) }
  const date = text.take(/@-?\d{1,15}(?![\d.])/y)
  if (date !== undefined) return { type: 'date', value: Number(date.slice(1)) }
  const string = text.take(/"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*"/y)
  if (string !== undefined) return { type: 'string', value: string.slice(1, -1).replaceAll(/\\(.)/g, '$1') }
  const bytes = text.take(/:[A-Za-z0-9+/]*={0,2}:/y)
  if (bytes !== undefined) return { type: 'bytes', value: Buffer.from(bytes.slice(1, -1), 'base64') }
  const boolean = text.take(/\?[01]/y)
  if (boolean !== undefined) return { type: 'boolean', value: boolean === '?1' }
  const display = text.take(/%"(?:[\x20\x21\x23\x24\x26-\x7e]|%[0-9a-f]{2})*"/y)
  if (display !== undefined) return { type: 'display', value: display.slice(2, -1) }
  return { type: 'token', value: text.demand(/[A-Za-z*][!#$%&'*+.^_`|~\w:/-]*/y) }
}
