/**
 * Whether content of a media type gets smaller by a content coding: text in every form, and binary formats
 * that do not compress by themselves. Images, audio, video, archives and WOFF fonts do so already.
 *
 * `text/event-stream` is not: each event is for one reader and leaves at once, and ten thousand open streams
 * would hold as many compressors.
 */
export function isCompressible(contentType: string): boolean {
  const known = memo.get(contentType)
  if (known !== undefined) return known
  const semicolon = contentType.indexOf(';')
  const type = (semicolon === -1 ? contentType : contentType.slice(0, semicolon)).trim().toLowerCase()
  const compressible = type !== 'text/event-stream' && (FAMILIES.test(type) || TYPES.has(type))
  // A handler may make up any number of types.
  if (memo.size < 256) memo.set(contentType, compressible)
  return compressible
}

const memo = new Map<string, boolean>()

const FAMILIES = /^text\/|[/+](?:json|xml|yaml|cbor|msgpack|protobuf)$/

const TYPES = new Set([
  'application/geo+json-seq',
  'application/javascript',
  'application/json-seq',
  'application/jsonl',
  'application/graphql',
  'application/ld+json',
  'application/ndjson',
  'application/rtf',
  'application/sql',
  'application/toml',
  'application/vnd.apple.mpegurl',
  'application/vnd.msgpack',
  'application/vnd.ms-fontobject',
  'application/wasm',
  'application/x-javascript',
  'application/x-msgpack',
  'application/x-ndjson',
  'application/x-protobuf',
  'application/x-www-form-urlencoded',
  'application/x-yaml',
  'font/collection',
  'font/otf',
  'font/ttf',
  'image/bmp',
  'image/vnd.microsoft.icon',
  'image/x-icon',
])
