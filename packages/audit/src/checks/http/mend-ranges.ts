import type { Mend } from '../../check.ts'

/** For what is wrong with parts of content. */
export const MEND_RANGES: Mend = {
  general:
    'Leave ranges to the file server of your stack. Where you answer them yourself: read the field with one function that is tested alone, cut the bytes that would have been sent whole, and say their place in Content-Range.',
  stacks: {
    Express: 'res.sendFile(path), or the send package',
    Fastify: '@fastify/static',
    'Spring Boot': 'return ResponseEntity<Resource>: Spring answers ranges of a Resource',
    Django: 'FileResponse answers no ranges; let nginx serve the file with X-Accel-Redirect',
    FastAPI: 'FileResponse of Starlette, from 0.39 on',
    'Go net/http': 'http.ServeContent',
    'ASP.NET Core': 'Results.File(stream, type, enableRangeProcessing: true)',
  },
}
