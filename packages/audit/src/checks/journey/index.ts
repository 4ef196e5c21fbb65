import type { Check } from '../../check.ts'
import { closeHonoured } from './close-honoured.ts'
import { closeSaid } from './close-said.ts'
import { dateHeader } from './date-header.ts'
import { halfClosed } from './half-closed.ts'
import { halfOpenConnections } from './half-open-connections.ts'
import { idleTimeout } from './idle-timeout.ts'
import { keepAliveSaid } from './keep-alive-said.ts'
import { keepAlive } from './keep-alive.ts'
import { oldClient } from './old-client.ts'
import { oldKeepAlive } from './old-keep-alive.ts'
import { pipelinedOrder } from './pipelined-order.ts'
import { resetMidBody } from './reset-mid-body.ts'
import { slowBody } from './slow-body.ts'
import { slowHeaders } from './slow-headers.ts'
import { slowReader } from './slow-reader.ts'
import { splitRequest } from './split-request.ts'
import { validResponse } from './valid-response.ts'
import { anyInstance } from './any-instance.ts'
import { survivesAnInstance } from './survives-an-instance.ts'
import { badGateway } from './bad-gateway.ts'
import { gatewayTimeout } from './gateway-timeout.ts'
import { hopByHop } from './hop-by-hop.ts'
import { via } from './via.ts'
import { batchItemStatus } from './batch-item-status.ts'
import { batchLimit } from './batch-limit.ts'

export const journey: readonly Check[] = [
  closeHonoured,
  closeSaid,
  dateHeader,
  halfClosed,
  halfOpenConnections,
  idleTimeout,
  keepAliveSaid,
  keepAlive,
  oldClient,
  oldKeepAlive,
  pipelinedOrder,
  resetMidBody,
  slowBody,
  slowHeaders,
  slowReader,
  splitRequest,
  validResponse,
  anyInstance,
  survivesAnInstance,
  badGateway,
  gatewayTimeout,
  hopByHop,
  via,
  batchLimit,
  batchItemStatus,
]
