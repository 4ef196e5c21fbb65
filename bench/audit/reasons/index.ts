import { express } from './express.ts'
import { fastify } from './fastify.ts'
import { hono } from './hono.ts'
import { nest } from './nest.ts'
import { onNode } from './node.ts'
import type { Reason } from './reason.ts'
import { shared } from './shared.ts'

export const reasons: readonly Reason[] = [...onNode, ...shared, ...fastify, ...express, ...hono, ...nest]
