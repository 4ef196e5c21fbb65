import type { Readable } from 'node:stream'
import type { Output, Schema } from '../validation/index.ts'
import type { BodyForm } from './body-form.ts'

/** What a form with files may have. */
export interface MultipartRules {
  /** The fields that are no files: text, coerced by the schema as a query string is. */
  readonly fields?: Schema
  /** The files by the name of their field. */
  readonly files?: Readonly<Record<string, FileRule>>
  /** Parts of all kinds together: 100 unless said. */
  readonly maxParts?: number
  /** Bytes of one field that is no file: 64 KiB unless said. */
  readonly maxFieldBytes?: number
}

/** What is taken for one field of files. */
export interface FileRule<Kept = unknown> {
  /** Media types, or ranges of them such as `image/*`; any unless said. The client says what a file is: it may lie. */
  readonly types?: readonly string[]
  /**
   * Bytes of one file: 1 MiB unless said. All of them together, and what is around them, have to fit into the
   * route's `bodyLimit`; a file that never could is a mistake that keeps the app from starting.
   */
  readonly maxBytes?: number
  /** How many files; with it the handler gets a list, without it there may be one. */
  readonly maxCount?: number
  /** Whether there has to be one, 422 without; `undefined` is then nothing that the handler has to reckon with. */
  readonly required?: boolean
  /**
   * Takes a file as it arrives. What it resolves to is what the handler finds as `kept`, beside the file's name, type
   * and size (`KeptFile`). The stream fails when the client leaves or the file is too large; a sink that fails then
   * undoes what it has done so far. Without it a file is kept in memory (`UploadedFile`).
   */
  readonly sink?: (content: Readable, part: FilePart) => Kept | Promise<Kept>
  /**
   * Undoes what `sink` has kept, where the request does not come to a success: a later part was not valid, the handler
   * threw or answered with a failure, the client left before it ran. It must not undo anything else, such as a row.
   */
  discard?(kept: Kept): unknown
}

/** What a client says about a file. */
export interface FilePart {
  readonly field: string
  /** The last part of the name that it has there. A label for people: never a path, and never unique. */
  readonly filename: string
  /** A media type in lower case, without parameters; `application/octet-stream` where the client gives none. */
  readonly type: string
}

/** A file that has arrived. */
interface ReceivedFile extends FilePart {
  /** In bytes. */
  readonly size: number
}

/** A file in memory. */
export interface UploadedFile extends ReceivedFile {
  readonly bytes: Buffer
}

/** A file that a sink has taken. */
export interface KeptFile<Kept = unknown> extends ReceivedFile {
  /** What the sink gave for it: a path, a key in a store. */
  readonly kept: Kept
}

/** What the handler finds in `body`. */
export interface MultipartBody<Rules> {
  readonly fields: Rules extends { readonly fields: infer Fields extends Schema } ? Output<Fields> : NoFields
  readonly files: Rules extends { readonly files: infer Files }
    ? { readonly [Field in keyof Files]: FilesOf<Files[Field]> }
    : NoFields
}

type NoFields = Readonly<Record<never, never>>
type FilesOf<Rule> = Rule extends { readonly maxCount: number }
  ? readonly KeptBy<Rule>[]
  : Rule extends { readonly required: true }
    ? KeptBy<Rule>
    : KeptBy<Rule> | undefined
type KeptBy<Rule> = Rule extends { readonly sink: (...given: never) => infer Kept }
  ? KeptFile<Awaited<Kept>>
  : UploadedFile

/**
 * A form with files (`multipart/form-data`, RFC 7578). Parts are taken in the order in which they come, each
 * file by its sink as it arrives; the handler is called when all of them are there and valid.
 *
 * @example
 * route('POST /profile', {
 *   access: 'public',
 *   body: multipart({ fields: t.Object({ name: t.String() }), files: { avatar: { types: ['image/*'] } } }),
 * }, ({ body }) => `${body.fields.name}: ${body.files.avatar?.bytes.length} bytes`)
 */
export function multipart<const Rules extends MultipartRules>(
  rules: Rules,
): BodyForm<MultipartBody<Rules>, never> {
  return { kind: 'body-form', form: 'multipart', types: ['multipart/form-data'], multipart: rules }
}
