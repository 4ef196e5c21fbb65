import type { StartContestant } from '../../runner/question.ts'
import { startShop } from '../../work/shop.ts'

const start: StartContestant = ({ rateLimit }) => startShop(rateLimit, 'limit')

export default start
