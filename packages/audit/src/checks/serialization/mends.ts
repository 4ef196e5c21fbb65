import type { Mend } from '../../check.ts'

export const MEND_TYPE: Mend = {
  general:
    'Compare the media type without its parameters and without regard to case with those that an operation takes, before its content is read; answer others with 415, and name in Accept what is taken.',
  stacks: {
    Express: "if (!request.is('application/json')) return response.sendStatus(415)",
    'Spring Boot': '@PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)',
    'ASP.NET Core': '[Consumes("application/json")]',
    'Go net/http': 'mime.ParseMediaType(r.Header.Get("Content-Type"))',
  },
}

export const MEND_CODING: Mend = {
  general:
    'Refuse content with a Content-Encoding that is not taken with 415 and Accept-Encoding. Where gzip is taken, count what comes out while it comes out, and stop at the limit with 413.',
  stacks: {
    Express: 'express.json({ inflate: false }), or its limit, which counts what comes out',
    'Go net/http': 'http.MaxBytesReader around the gzip.Reader, not within it',
    'Node.js': 'zlib: maxOutputLength',
  },
}

export const MEND_SIZE: Mend = {
  general:
    'Compare Content-Length with the limit first and answer 413; let memory grow with what comes, never with what was announced.',
  stacks: {
    nginx: 'client_max_body_size 1m;',
    'Go net/http': 'http.MaxBytesReader(w, r.Body, 1<<20)',
  },
}

export const MEND_UTF8: Mend = {
  general:
    'Use UTF-8 from end to end: the parser, the connection to the database, its columns, the serializer.',
  stacks: {
    MySQL: 'CHARACTER SET utf8mb4 for tables and the connection; utf8 has no emoji',
    Java: 'project.build.sourceEncoding=UTF-8, and StandardCharsets.UTF_8 with every getBytes',
    'SQL Server': 'nvarchar, or a collation with _UTF8',
  },
}

export const MEND_PATCH: Mend = {
  general:
    'Patch the JSON that is stored, not an object that was read from the patch: in that one, null and missing look the same.',
  stacks: {
    'Spring Boot': 'JsonNullable, or ObjectMapper.readerForUpdating with JsonMergePatch',
    FastAPI: 'patch.model_dump(exclude_unset=True)',
    'Go net/http': 'jsonpatch.MergePatch(stored, patch)',
  },
}

export const MEND_DATE: Mend = {
  general:
    'Take moments by the grammar of RFC 3339, offset and all; keep them as moments, and refuse those without an offset instead of guessing a zone.',
  stacks: {
    Java: 'Instant or OffsetDateTime, never LocalDateTime',
    Python: 'pydantic.AwareDatetime',
    PostgreSQL: 'timestamptz',
    Ajv: "ajv-formats: 'date-time', not 'iso-date-time'",
  },
}

export const MEND_STRICT: Mend = {
  general:
    'Decode bytes with a decoder that throws for what is no UTF-8; have the parser refuse members that are there twice and stop at a depth of some dozens; answer all of it with 400.',
  stacks: {
    'Node.js': "new TextDecoder('utf-8', { fatal: true }).decode(bytes)",
    'Spring Boot':
      'spring.jackson.parser.strict-duplicate-detection=true; StreamReadConstraints.maxNestingDepth',
    Python: 'json.loads(bytes.decode()), object_pairs_hook to see names twice; catch RecursionError',
    'ASP.NET Core': 'JsonSerializerOptions: AllowDuplicateProperties = false, MaxDepth',
  },
}

export const MEND_NUMBER: Mend = {
  general:
    'Give each integer a maximum of at most 9007199254740991 in the schema and enforce it; carry what may be larger, ids above all, as text.',
  stacks: {
    JavaScript: 'Number.isSafeInteger(value) after parsing; the source text with the reviver of JSON.parse',
    'Spring Boot': '@Max(9007199254740991L)',
  },
}

export const MEND_CSV: Mend = {
  general: 'Write an apostrophe before cells of text that begin with =, +, -, @, tab or a carriage return.',
}
