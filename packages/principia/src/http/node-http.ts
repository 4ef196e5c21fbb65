/**
 * What runs here of node:http, asked of the process. To `import` that module reads each of its exports, `WebSocket`
 * among them, and that one loads all of undici: 30 ms and 15 MB more at the start of every process.
 */
export const { createServer, request, STATUS_CODES } = process.getBuiltinModule('node:http')
