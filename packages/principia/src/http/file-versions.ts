import { hash } from 'node:crypto'
import type { BigIntStats } from 'node:fs'
import { constants, open, realpath, stat, type FileHandle } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { entityTag } from './etag.ts'

/** A file as it is now, not opened yet. */
export interface FoundFile {
  readonly kind: 'file'
  readonly path: string
  /** The folder that it may not lie outside of, symbolic links followed. */
  readonly root: string | undefined
  readonly identity: string
  readonly lastModified: Date
}

/** What is known of one version of a file. */
export interface FileVersion {
  readonly identity: string
  readonly size: number
  readonly etag: string
  readonly lastModified: Date
  /** All of it, where it is small. */
  readonly bytes: Buffer | undefined
}

/** A version of a file that can be read, until it is closed. */
export interface OpenFile extends FileVersion {
  readonly read: (first: number, last: number) => Uint8Array | AsyncIterable<Uint8Array>
  readonly close?: () => void
}

/** Files up to this size are tagged by their content; larger ones by what the file system says of them. */
const HASHED = 1_048_576
/** Files up to this size are kept in memory, as many of them as fit. */
const KEPT = 262_144
const MEMORY = 33_554_432
const ENTRY = 512

const CHUNK = 65_536

/** Milliseconds for which a change may be followed by another one that the file system's clock cannot tell from it. */
const UNSETTLED = 2000

/** By path, the one that was used longest ago first. */
const versions = new Map<string, FileVersion>()
let memory = 0

/**
 * Looks a file up. Below a `root`, what its links lead out of it is not found.
 *
 * @throws what the file system says, unless it is that there is no such file
 */
export async function findFile(
  path: string,
  root?: string,
): Promise<FoundFile | { readonly kind: 'directory' } | undefined> {
  const full = root === undefined ? path : join(root, path)
  const found = await unlessMissing(stat(full, { bigint: true }))
  if (found?.isDirectory() === true) return { kind: 'directory' }
  // Neither a device nor a pipe: they have no size, and opening one could wait for ever.
  if (found?.isFile() !== true) return undefined
  return { kind: 'file', path: full, root, identity: identityOf(found), lastModified: dateOf(found) }
}

/**
 * Opens a file that was found, in whichever version it has by now.
 *
 * A small file comes from memory as long as the file system says that it has not changed: with nanoseconds, by the
 * time of the last change of its content or its name, which nobody can set at will.
 */
export async function openFile(found: FoundFile): Promise<OpenFile | undefined> {
  const key = found.root === undefined ? found.path : `${found.root}\0${found.path}`
  const known = versions.get(key)
  const current = known?.identity === found.identity ? known : undefined
  if (current?.bytes !== undefined) {
    versions.delete(key)
    versions.set(key, current)
    return inMemory(current, current.bytes)
  }
  const real = await insideOf(found)
  const handle = real === undefined ? undefined : await openRegular(real)
  if (handle === undefined) return undefined
  let keepOpen = false
  try {
    const opened = await handle.stat({ bigint: true })
    if (!opened.isFile()) return undefined
    const same = current?.identity === identityOf(opened) ? current : undefined
    const version = same ?? (await learn(handle, opened))
    if (same === undefined && isSettled(opened)) remember(key, version)
    if (version.bytes !== undefined) return inMemory(version, version.bytes)
    keepOpen = true
    return {
      ...version,
      read: (first, last) => chunks(handle, first, last),
      close: () => void handle.close().catch(() => undefined),
    }
  } finally {
    if (!keepOpen) await handle.close()
  }
}

/**
 * A tag is strong if it changes with every change that can be seen (RFC 9110 section 8.8.1). The hash of the
 * content does. So does what the file system says of the last change, but only once the file has been left
 * alone for longer than the steps of its clock; until then the tag is weak, and another one.
 */
async function learn(handle: FileHandle, found: BigIntStats): Promise<FileVersion> {
  const about = { identity: identityOf(found), lastModified: dateOf(found) }
  if (found.size > HASHED) {
    const settled = isSettled(found)
    const opaque = hash('sha1', `${about.identity} ${settled ? '' : 'unsettled'}`, 'base64url')
    const etag = `${settled ? '' : 'W/'}"${opaque}"`
    return { ...about, size: Number(found.size), etag, bytes: undefined }
  }
  const bytes = await readWhole(handle, Number(found.size))
  // The bytes themselves are tagged, whatever has happened to the file since.
  return { ...about, size: bytes.length, etag: entityTag(bytes), bytes }
}

async function readWhole(handle: FileHandle, size: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(size)
  let length = 0
  while (length < size) {
    const { bytesRead } = await handle.read(bytes, length, size - length, length)
    if (bytesRead === 0) break
    length += bytesRead
  }
  return bytes.subarray(0, length)
}

async function* chunks(handle: FileHandle, first: number, last: number): AsyncGenerator<Uint8Array> {
  let at = first
  while (at <= last) {
    const { buffer, bytesRead } = await handle.read(
      Buffer.allocUnsafeSlow(Math.min(CHUNK, last - at + 1)),
      0,
      null,
      at,
    )
    // It has become shorter; whoever counts notices.
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
    at += bytesRead
  }
}

function inMemory(version: FileVersion, bytes: Buffer): OpenFile {
  return { ...version, read: (first, last) => bytes.subarray(first, last + 1) }
}

function remember(key: string, version: FileVersion): void {
  forget(key)
  const kept = version.size > KEPT ? { ...version, bytes: undefined } : version
  versions.set(key, kept)
  memory += weightOf(kept)
  for (const oldest of versions.keys()) {
    if (memory <= MEMORY) break
    forget(oldest)
  }
}

function forget(key: string): void {
  const version = versions.get(key)
  if (version === undefined) return
  versions.delete(key)
  memory -= weightOf(version)
}

function weightOf({ bytes }: FileVersion): number {
  return ENTRY + (bytes?.length ?? 0)
}

/** Where a file really is; `undefined` where that is outside of its root. Whoever may write there is trusted. */
async function insideOf({ path, root }: FoundFile): Promise<string | undefined> {
  if (root === undefined) return path
  const [real, realRoot] = await Promise.all([unlessMissing(realpath(path)), realpath(root)])
  return real?.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep) === true ? real : undefined
}

/** Opening never waits, should the file have become a pipe in the meantime. */
function openRegular(path: string): Promise<FileHandle | undefined> {
  return unlessMissing(open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)))
}

function identityOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return `${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs}`
}

function dateOf({ mtimeMs }: BigIntStats): Date {
  return new Date(Number(mtimeMs))
}

function isSettled({ ctimeMs }: BigIntStats): boolean {
  return Date.now() - Number(ctimeMs) > UNSETTLED
}

const MISSING = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP'])

async function unlessMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof Error && 'code' in error && MISSING.has(String(error.code))) return undefined
    throw error
  }
}
