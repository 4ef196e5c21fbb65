import type { Mend } from '../../check.ts'

export const MEND_DOCUMENT: Mend = {
  general:
    'Make the document from the routes and schemas that run, or check both against each other in CI; validate it there, with its references and examples, and serve it with an ETag.',
  stacks: {
    Fastify: '@fastify/swagger, with operationId in each schema',
    FastAPI: 'generate_unique_id_function on the application',
    'Spring Boot': 'springdoc-openapi, with @Operation(operationId = "...")',
    'Any stack': 'npx @redocly/cli lint openapi.yaml',
  },
}

export const MEND_CODE_FIRST: Mend = {
  general:
    'Compare the list of routes with the list of operations in a test, both ways: what is described and is not there breaks clients, and what is there and is not described is forgotten when rights are looked through.',
  stacks: {
    Express: 'express-openapi-validator with ignoreUndocumented: false',
    Django: 'manage.py show_urls beside the schema of drf-spectacular',
  },
}

export const MEND_ENFORCE: Mend = {
  general:
    'Have one schema that both describes and decides: validate by it before the handler runs, and loosen or tighten it where the two disagree.',
  stacks: {
    Express: 'express-openapi-validator: validateRequests: true',
    Fastify: 'schema: { body, querystring, params } on each route; coerceTypes: false for bodies',
    'Spring Boot': '@Valid and constraints, which springdoc reads as well',
    FastAPI: 'Annotated[int, Query(ge=1, le=100)], Field(max_length=200)',
  },
}

export const MEND_ANSWERS: Mend = {
  general:
    'Describe every status that an operation has, failures too, with the schema of each; validate answers by it in tests, and serialize by a list of members.',
  stacks: {
    Fastify: 'schema: { response: { 200: ..., "4xx": ... } }, by which it also serializes',
    FastAPI: 'response_model=..., responses={404: {"model": Problem}}',
    'Spring Boot': '@ApiResponse for each status; ProblemDetail for failures',
    Express: 'express-openapi-validator: validateResponses: true, in tests',
  },
}
