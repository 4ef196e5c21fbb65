import type { Representation } from '../routing/index.ts'
import { acceptedCodings } from './codings.ts'
import { isCompressible } from './compressible.ts'
import { findFile, openFile, type FoundFile } from './file-versions.ts'
import { isSafePath } from './safe-path.ts'

/** The forms in which a file is there for one client: as it is, and perhaps compressed beside that. */
export interface FileForms {
  readonly type: string
  readonly plain: FoundFile
  readonly coded: { readonly coding: string; readonly found: FoundFile } | undefined
  /** Whether another client may be given another form. */
  readonly varies: boolean
}

export interface FormOptions {
  readonly root: string | undefined
  readonly type: string
  readonly precompressed: boolean
  /** The request's `Accept-Encoding`. */
  readonly accepted: string | undefined
}

/** Codings by the ending of the file beside, the one that compresses best first. */
const ENDINGS: Readonly<Record<string, string>> = { br: '.br', zstd: '.zst', gzip: '.gz' }
const CODINGS = Object.keys(ENDINGS)

/** Looks for a file and its compressed siblings. Opens nothing. */
export async function findForms(
  path: string,
  { root, type, precompressed, accepted }: FormOptions,
): Promise<FileForms | 'directory' | undefined> {
  if (root !== undefined && !isSafePath(path)) return undefined
  const plain = await findFile(path, root)
  if (plain?.kind !== 'file') return plain?.kind
  const varies = precompressed && isCompressible(type)
  for (const coding of varies ? acceptedCodings(accepted, CODINGS) : []) {
    const found = await findSibling(`${path}${ENDINGS[coding]}`, plain)
    if (found !== undefined) return { type, plain, coded: { coding, found }, varies }
  }
  return { type, plain, coded: undefined, varies }
}

/** Milliseconds by which the files of one build may differ, since whoever copies them writes one after the other. */
const COPYING = 2000

/** Milliseconds for which a sibling that is not there is not looked for again. */
const ABSENCE = 1000
const MOST_ABSENT = 10_000
const absentSince = new Map<string, number>()

/** One that is older than the file was made from another version of it, and is left alone. */
async function findSibling(path: string, { root, lastModified }: FoundFile): Promise<FoundFile | undefined> {
  const key = root === undefined ? path : `${root}\0${path}`
  const now = performance.now()
  const since = absentSince.get(key)
  if (since !== undefined && now - since < ABSENCE) return undefined
  const found = await findFile(path, root)
  if (found?.kind === 'file') {
    return found.lastModified.getTime() >= lastModified.getTime() - COPYING ? found : undefined
  }
  if (absentSince.size >= MOST_ABSENT) absentSince.clear()
  absentSince.set(key, now)
  return undefined
}

/** Opens the best form; `undefined` where the file has gone in the meantime. */
export async function openForm({
  type,
  plain,
  coded,
  varies,
}: FileForms): Promise<Representation | undefined> {
  const vary = varies ? { vary: 'Accept-Encoding' } : undefined
  const opened = coded === undefined ? undefined : await openFile(coded.found)
  if (coded !== undefined && opened !== undefined) {
    // A part of what is compressed would be of use only to who has the rest of just that form.
    return { ...opened, type, ranges: false, headers: { ...vary, 'content-encoding': coded.coding } }
  }
  const whole = await openFile(plain)
  return whole === undefined ? undefined : { ...whole, type, ranges: true, headers: vary }
}
