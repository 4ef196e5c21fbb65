import type { Representation } from '../routing/index.ts'
import { acceptedCodings } from './accepted-codings.ts'
import { findFile, openFile, type FoundFile } from './file-versions.ts'
import { isCompressible } from './media-types.ts'
import { isSafePath } from './safe-path.ts'

/** The forms in which a file is there for one client: compressed beside it, or as it is. */
export interface FileForms {
  readonly type: string
  readonly plain: FoundFile
  readonly coded: readonly { readonly coding: string; readonly found: FoundFile }[]
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

/** Milliseconds by which the files of one build may differ, since whoever copies them writes one after the other. */
const COPYING = 2000

/** Looks for a file and its compressed siblings. Opens nothing. */
export async function findForms(
  path: string,
  { root, type, precompressed, accepted }: FormOptions,
): Promise<FileForms | 'directory' | undefined> {
  if (root !== undefined && !isSafePath(path)) return undefined
  const varies = precompressed && isCompressible(type)
  const codings = varies ? acceptedCodings(accepted, Object.keys(ENDINGS)) : []
  const [plain, ...siblings] = await Promise.all([
    findFile(path, root),
    ...codings.map((coding) => findFile(path + ENDINGS[coding], root)),
  ])
  if (plain?.kind !== 'file') return plain?.kind
  const coded = codings.flatMap((coding, index) => {
    const found = siblings[index]
    // One that is older was made from another version.
    const current = found?.kind === 'file' && +found.lastModified >= +plain.lastModified - COPYING
    return current ? [{ coding, found }] : []
  })
  return { type, plain, coded, varies }
}

/** Opens the best form; `undefined` where the file has gone in the meantime. */
export async function openForm({
  type,
  plain,
  coded,
  varies,
}: FileForms): Promise<Representation | undefined> {
  const vary = varies ? { vary: 'Accept-Encoding' } : undefined
  for (const { coding, found } of coded) {
    const opened = await openFile(found)
    if (opened === undefined) continue
    // A part of what is compressed would be of use only to who has the rest of just that form.
    return { ...opened, type, ranges: false, headers: { ...vary, 'content-encoding': coding } }
  }
  const opened = await openFile(plain)
  return opened === undefined ? undefined : { ...opened, type, ranges: true, headers: vary }
}
