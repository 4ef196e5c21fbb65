import type { Mend } from '../../check.ts'

/** For lists that are cut into pages. */
export const CURSORS: Mend = {
  general:
    'Begin a page behind the last row of the one before, and not at a number of rows: WHERE (created_at, id) < ($1, $2) ORDER BY created_at DESC, id DESC LIMIT $3. The order ends with the id, so that no two rows are equal, and an index has both.',
  stacks: {
    Django: 'CursorPagination of Django REST framework, ordering by a field that is unique, or by two',
    Laravel: 'cursorPaginate() instead of paginate()',
    'Spring Boot': 'Window<T> with ScrollPosition.keyset() instead of Page<T>',
    Rails: 'in_order_of and a condition on (created_at, id), or the gem pagy with keyset',
  },
}

/** For parameters of lists. */
export const PARAMETERS: Mend = {
  general:
    'Declare the parameters of a list with their types, bounds and values, and answer 400 or 422 to what is not declared or does not fit, naming it.',
  stacks: {
    Fastify:
      'querystring: { type: "object", additionalProperties: false, properties: … }, with removeAdditional: false',
    FastAPI: 'Annotated[Filters, Query()] with model_config = {"extra": "forbid"}, and Query(ge=1, le=100)',
    'Spring Boot': '@Validated with @Min(1) @Max(100) on the parameter',
    Express: 'a schema (zod: z.strictObject) for req.query',
    'ASP.NET Core': '[Range(1, 100)] on the parameter',
  },
}
