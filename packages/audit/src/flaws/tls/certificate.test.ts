import { X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { makeCertificate } from './certificate.ts'

describe('a certificate', () => {
  it('is for its hosts, valid now, and signed by itself', () => {
    const { cert } = makeCertificate()
    const read = new X509Certificate(cert)
    expect(read.checkHost('localhost')).toBe('localhost')
    expect(read.checkIP('127.0.0.1')).toBe('127.0.0.1')
    expect(read.checkHost('other.example')).toBeUndefined()
    expect(read.verify(read.publicKey)).toBe(true)
    expect(read.validFromDate.getTime()).toBeLessThan(Date.now())
    expect(read.validToDate.getTime()).toBeGreaterThan(Date.now())
  })

  it('is signed by another one, which may', () => {
    const root = makeCertificate({ name: 'A root', hosts: [], authority: true })
    const leaf = makeCertificate({ issuer: root })
    const [above, below] = [new X509Certificate(root.cert), new X509Certificate(leaf.cert)]
    expect(above.ca).toBe(true)
    expect(below.ca).toBe(false)
    expect(below.checkIssued(above)).toBe(true)
    expect(below.verify(above.publicKey)).toBe(true)
  })

  it('has a key of RSA', () => {
    const { publicKey } = new X509Certificate(makeCertificate({ rsa: 2048 }).cert)
    expect(publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048)
  })
})
