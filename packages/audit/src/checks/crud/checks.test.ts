import { describeChecks } from '../fixtures/describe-checks.ts'
import { crud } from './index.ts'

describeChecks('crud', crud)
