import type { Mend } from '../../check.ts'

export const MEND_SCHEMA: Mend = {
  general:
    'Check all input against one schema at the boundary, the very schema that the description shows, before anything is done with it; refuse what does not fit with 422 or 400 and say where.',
  stacks: {
    Fastify: 'ajv: { customOptions: { coerceTypes: false, removeAdditional: false } } for bodies',
    NestJS: 'new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true })',
    'Spring Boot':
      '@Valid on the @RequestBody; mapper.coercionConfigFor(LogicalType.Textual).setCoercion(CoercionInputShape.Integer, CoercionAction.Fail) and its like; spring.jackson.deserialization.fail-on-unknown-properties=true',
    'Django REST framework': 'CharField takes numbers: refuse what is no str in its to_internal_value.',
    'Go net/http': 'decoder.DisallowUnknownFields()',
    FastAPI: "a Pydantic model with ConfigDict(strict=True, extra='forbid')",
    'ASP.NET Core': '[ApiController], data annotations, and JsonUnmappedMemberHandling.Disallow',
  },
}

export const MEND_PARSER: Mend = {
  general:
    'Parse with a strict JSON parser that reads to the end of the content, before anything is done; answer what it throws with 400.',
  stacks: {
    'Go net/http': 'After decoder.Decode(&value), a second Decode must give io.EOF.',
    Express: 'express.json({ strict: true }) and an error handler that answers err.status',
    'Spring Boot': 'spring.jackson.deserialization.fail-on-trailing-tokens=true',
    Django: 'json.loads(request.body) within try, and 400 for ValueError',
  },
}

export const MEND_COST: Mend = {
  general:
    'Limit the size of content, the depth and number of its values and the length of texts before they are looked at in detail, and stop at a bounded number of mistakes.',
  stacks: {
    Express: "express.json({ limit: '100kb' })",
    Fastify: 'bodyLimit: 100_000, and ajv without allErrors',
    'Spring Boot': 'StreamReadConstraints of Jackson; server.tomcat.max-http-form-post-size',
    nginx: 'client_max_body_size 100k;',
  },
}

export const MEND_TEXT: Mend = {
  general:
    'Say in the schema which characters a text may have (no NUL, no lone surrogates) and how many, and refuse the rest before it reaches a store that cannot keep it.',
  stacks: {
    PostgreSQL: 'No text can hold U+0000: refuse it before.',
    Python: 'text.encode() throws for lone surrogates: catch it at the boundary.',
    JavaScript: 'text.isWellFormed()',
    MySQL: 'utf8mb4, never utf8',
  },
}

export const MEND_LISTS: Mend = {
  general:
    'Collect the mistakes of a request instead of stopping at the first, up to a bounded number, and give each its JSON Pointer (RFC 6901) and a sentence.',
  stacks: {
    Fastify: 'ajv: { customOptions: { allErrors: true } }, with a small bodyLimit',
    'Spring Boot': 'bindingResult.getFieldErrors() in the handler of MethodArgumentNotValidException',
    FastAPI: 'RequestValidationError.errors(); turn its loc into a pointer',
    'ASP.NET Core': 'ValidationProblemDetails has them by name',
  },
}

export const MEND_ECHO: Mend = {
  general: 'Say which member is wrong and what was expected, never what was sent.',
  stacks: {
    FastAPI: "Leave 'input' out of RequestValidationError.errors() in your handler.",
    'express-validator': 'Leave value out of the errors that are sent.',
    'Spring Boot': 'Leave getRejectedValue() out of the answer.',
  },
}

export const MEND_PROTO: Mend = {
  general:
    'Never copy members of input into objects by name without a list of those names; parse with a parser that drops or refuses __proto__.',
  stacks: {
    'Node.js': '--disable-proto=delete; Object.create(null), or a Map, where names come from outside',
    Fastify: 'secure-json-parse is in use already; leave onProtoPoisoning at "error".',
    lodash: 'No _.merge of input: copy the members that you know.',
  },
}

export const MEND_QUERY: Mend = {
  general:
    'Read each parameter by one written grammar, -?(0|[1-9][0-9]*) for integers, and refuse what is there twice or has escapes that are none.',
  stacks: {
    'Node.js': 'Number() takes 0x5, 5e0 and blanks: test the text with a pattern first.',
    Python: 'int() takes blanks, underscores and digits of all alphabets: test the text first.',
    'Go net/http': 'r.URL.Query() drops bad escapes: url.ParseQuery(r.URL.RawQuery) gives the error.',
  },
}

export const MEND_LENGTH: Mend = {
  general:
    'Count code points, as JSON Schema does, wherever a length is compared: in the validator and in the database.',
  stacks: {
    JavaScript: '[...text].length, not text.length',
    Java: 'text.codePointCount(0, text.length())',
    'Go net/http': 'utf8.RuneCountInString(text)',
    '.NET': 'text.EnumerateRunes().Count()',
  },
}

export const MEND_NUMBERS: Mend = {
  general:
    'Compare numbers by their value, not by how they are written, and refuse those that are not finite once they are parsed.',
  stacks: {
    JavaScript: 'Number.isInteger(value): 1.0 is 1, and 1e400 is Infinity',
    Python: 'json.loads(text, parse_constant=...) sees NaN and Infinity, not 1e400: math.isfinite(value)',
  },
}

export const MEND_OUTPUT: Mend = {
  general:
    'Write answers from a list of the members that are meant to be seen, never the row of the database as it is.',
  stacks: {
    Fastify: 'schema: { response: ... } leaves out what it does not name',
    FastAPI: 'response_model=...',
    Django: 'fields = [...] in the serializer, never "__all__"',
    Rails: 'render json: note.as_json(only: [...])',
  },
}

export const MEND_PATTERN: Mend = {
  general:
    'Compare the length before the pattern; write patterns in which no two repetitions can match the same characters, or use an engine without backtracking.',
  stacks: {
    'Node.js': 're2, or the flag --enable-experimental-regexp-engine-on-excessive-backtracks',
    Python: 'google-re2, or atomic groups from 3.11 on',
    '.NET': 'RegexOptions.NonBacktracking',
    Java: 'possessive quantifiers, or RE2/J',
  },
}
