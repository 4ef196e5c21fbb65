import type { Check } from '../../check.ts'
import { clientLeaves } from './client-leaves.ts'
import { cutConnections } from './cut-connections.ts'
import { databaseGone } from './database-gone.ts'
import { databaseRecovers } from './database-recovers.ts'
import { databaseSilent } from './database-silent.ts'
import { databaseSlow } from './database-slow.ts'
import { descriptorsBounded } from './descriptors-bounded.ts'
import { liveWithoutDatabase } from './live-without-database.ts'
import { memoryBounded } from './memory-bounded.ts'
import { notReadyWithoutDatabase } from './not-ready-without-database.ts'
import { slowReader } from './slow-reader.ts'

export const resilience: readonly Check[] = [
  clientLeaves,
  slowReader,
  memoryBounded,
  descriptorsBounded,
  databaseGone,
  databaseSilent,
  databaseSlow,
  databaseRecovers,
  cutConnections,
  liveWithoutDatabase,
  notReadyWithoutDatabase,
]
