import type { Question, RequestSpec } from '../../runner/question.ts'
import { FILE, STYLES } from '../../work/public-folder.ts'

const request: RequestSpec = {
  method: 'GET',
  path: `/assets/${FILE}`,
  headers: { accept: 'text/css,*/*;q=0.1' },
}

export const question: Question = {
  name: 'static-file',
  title: 'What does a file of 14 KB cost to send?',
  what: `\`GET /assets/${FILE}\`: ${STYLES.length} bytes from a folder, with the type by the file's name, each with what its
documentation uses for static files. Principia, Fastify, Express and NestJS send validators (\`ETag\`, \`Last-Modified\`) and look
at the file for every request; Hono sends none; Elysia reads its files at the start; bare \`node:http\` reads the file and sends it.`,
  contestants: [
    { name: 'principia', title: 'Principia', packages: ['principia'], pipeline: false },
    { name: 'fastify', title: 'Fastify', packages: ['fastify', '@fastify/static'], pipeline: false },
    { name: 'hono', title: 'Hono', packages: ['hono', '@hono/node-server'], pipeline: false },
    { name: 'express', title: 'Express', packages: ['express'], pipeline: false },
    {
      name: 'nest',
      title: 'NestJS on Fastify',
      packages: ['@nestjs/core', '@fastify/static'],
      pipeline: false,
    },
    {
      name: 'elysia',
      title: 'Elysia on Bun',
      packages: ['elysia', '@elysiajs/static', 'bun'],
      runtime: 'bun',
      pipeline: false,
    },
    { name: 'node-http', title: 'bare `node:http`', packages: [], pipeline: false },
  ],
  bases: ['fastify', 'node-http'],
  requests: [request],
  checks: [
    {
      name: 'sends the whole file',
      request,
      status: 200,
      mentions: STYLES,
      headers: [
        { anyOf: ['content-type'], matches: /^text\/css\b/ },
        { anyOf: ['content-length'], matches: new RegExp(`^${STYLES.length}$`) },
      ],
      floor: true,
    },
    { name: 'has no other', request: { ...request, path: '/assets/other.css' }, status: 404 },
    {
      name: 'stays in its folder',
      request: { ...request, path: '/assets/..%2f..%2fetc/passwd' },
      status: [400, 404],
    },
  ],
}
