import { basename, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { problems } from '../errors/index.ts'
import { StoredContent, type Representation } from '../routing/index.ts'
import { contentDisposition } from './content-disposition.ts'
import { findForms, openForm } from './file-forms.ts'
import { mediaTypeOf } from './media-types.ts'

export interface FileOptions {
  /**
   * The folder that `path` is meant in. Give it wherever a part of the path comes from a request: what lies
   * outside, also by a link, or has a name that begins with a dot, is then not found.
   */
  readonly root?: string | URL
  /** Its media type; by its ending unless said. */
  readonly type?: string
  /** Saved instead of shown, under the file's own name or this one. */
  readonly download?: true | string
  /** Its entity tag, where the app knows one; `false` for none. */
  readonly etag?: string | false
  /** Whether a part of it may be asked for: yes unless said. */
  readonly ranges?: boolean
  /** Whether `name.br`, `name.zst` or `name.gz` beside it is sent in its place to those who accept that coding. */
  readonly precompressed?: boolean
}

/**
 * A file as an answer: with its media type, entity tag and `Last-Modified`, conditions and ranges met, read from the
 * disk no faster than the client takes it, and closed however the request ends.
 *
 * A file that does not exist is a 404. Relative paths count from the working folder.
 *
 * @example
 * route('GET /invoices/:id', { access: signedIn }, ({ params }) =>
 *   file(`${params.id}.pdf`, { root: invoices, download: `Invoice ${params.id}.pdf` }))
 */
export function file(path: string | URL, options: FileOptions = {}): StoredContent {
  const name = toPath(path)
  const root = options.root === undefined ? undefined : resolve(toPath(options.root))
  const { type = mediaTypeOf(name), precompressed = false, download } = options
  return new StoredContent(async (headers) => {
    const accepted = precompressed ? headers['accept-encoding']?.toString() : undefined
    const forms = await findForms(name, { root, type, precompressed, accepted })
    const opened = forms === undefined || forms === 'directory' ? undefined : await openForm(forms)
    if (opened === undefined) throw problems.notFound()
    const as = download === true ? basename(name) : download
    return {
      ...opened,
      ...(as !== undefined && {
        headers: { ...opened.headers, 'content-disposition': contentDisposition('attachment', as) },
      }),
      etag: tagOf(opened, options.etag),
      ranges: opened.ranges && options.ranges !== false,
    }
  })
}

/** The app's tag is of the content as it is; with a coding it is another representation (RFC 9110 section 8.8.3.3). */
function tagOf(opened: Representation, given: FileOptions['etag']): string | undefined {
  if (given === false) return undefined
  return opened.ranges === false ? opened.etag : (given ?? opened.etag)
}

function toPath(path: string | URL): string {
  return path instanceof URL ? fileURLToPath(path) : path
}
