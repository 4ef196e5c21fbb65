import type { Mend } from '../../check.ts'

/** For what is wrong with the choice among types. */
export const MEND_NEGOTIATION: Mend = {
  general:
    'Give each type that you have the weight of the most precise range of Accept that fits it, without regard to case; send the heaviest, and none of weight 0. Libraries do it; looking for a word in the field does not.',
  stacks: {
    Express: "req.accepts(['json', 'html']), or res.format({…})",
    Fastify: '@fastify/accepts: request.accepts().type([…])',
    'Spring Boot': '@GetMapping(produces = {…}) chooses by itself',
    Django: 'request.get_preferred_type([…]), from 5.2 on',
    Rails:
      'respond_to do |format| takes the first that Accept names; check weights with Rack::Utils.best_q_match',
    'ASP.NET Core': 'options.RespectBrowserAcceptHeader = true',
  },
}
