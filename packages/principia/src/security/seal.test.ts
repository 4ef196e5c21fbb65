import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Secret } from '../config/index.ts'
import { seal, unseal, type SealKind } from './index.ts'

const secret = (letter: string) => new Secret(letter.repeat(32))
const [a, b, c] = [secret('a'), secret('b'), secret('c')]
const NOW = 1_800_000_000
const kinds: SealKind[] = ['sign', 'encrypt']

describe.each(kinds)('a value sealed to %s', (kind) => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const sealed = seal(kind, a, 'name', text.toWellFormed(), NOW + 1)
        expect(sealed).toMatch(/^[\w.-]+$/)
        expect(unseal(kind, [a], 'name', sealed, NOW)).toEqual({ ok: true, text: text.toWellFormed() })
      }),
    )
  })

  it('is opened by any key of the list, and by no other', () => {
    const sealed = seal(kind, b, 'name', 'v', NOW + 1)
    expect(unseal(kind, [a, b], 'name', sealed, NOW).ok).toBe(true)
    expect(unseal(kind, [a, c], 'name', sealed, NOW)).toEqual({ ok: false, why: 'unknown key' })
  })

  it('is worth nothing under another name', () => {
    const sealed = seal(kind, a, 'name', 'v', NOW + 1)
    expect(unseal(kind, [a], 'other', sealed, NOW)).toEqual({ ok: false, why: 'tampered' })
  })

  it('ends', () => {
    const sealed = seal(kind, a, 'name', 'v', NOW)
    expect(unseal(kind, [a], 'name', sealed, NOW - 1).ok).toBe(true)
    expect(unseal(kind, [a], 'name', sealed, NOW)).toEqual({ ok: false, why: 'expired' })
  })

  it('is worth nothing once any bit of it was changed', () => {
    const sealed = seal(kind, a, 'name', 'admin=false', NOW + 1)
    const [id = '', ...rest] = sealed.split('.')
    for (const [index, part] of rest.entries()) {
      const bytes = Buffer.from(part, 'base64url')
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const changed = Buffer.from(bytes)
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        const forged = [id, ...rest.with(index, changed.toString('base64url'))].join('.')
        expect(unseal(kind, [a], 'name', forged, NOW)).toEqual({ ok: false, why: 'tampered' })
      }
    }
  })

  it('is never taken for what a stranger made up', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(unseal(kind, [a], 'name', text, NOW).ok).toBe(false)
      }),
    )
    const [id] = seal(kind, a, 'name', 'v', NOW + 1).split('.')
    for (const forged of [
      `${id}`,
      `${id}.`,
      `${id}..`,
      `${id}.a.b`,
      `${id}.AAAA`,
      `${id}.${'A'.repeat(60)}`,
    ]) {
      expect(unseal(kind, [a], 'name', forged, NOW).ok).toBe(false)
    }
  })

  it('is worth nothing as the other kind', () => {
    const other = kind === 'sign' ? 'encrypt' : 'sign'
    expect(unseal(other, [a], 'name', seal(kind, a, 'name', 'v', NOW + 1), NOW).ok).toBe(false)
  })
})

describe('seals', () => {
  it('show what was signed, and nothing of what was encrypted', () => {
    const text = (sealed: string) => Buffer.from(sealed.split('.')[1] ?? '', 'base64url').toString('latin1')
    expect(text(seal('sign', a, 'name', 'hello', 1))).toContain('hello')
    expect(text(seal('encrypt', a, 'name', 'hello', 1))).not.toContain('hello')
  })

  it('of one value are never the same twice, where it is encrypted', () => {
    const sealed = Array.from({ length: 100 }, () => seal('encrypt', a, 'name', 'v', 1))
    expect(new Set(sealed).size).toBe(100)
  })

  it('need a key that cannot be guessed', () => {
    expect(() => seal('sign', new Secret('short'), 'name', 'v', 1)).toThrow('at least 32 characters')
  })
})
