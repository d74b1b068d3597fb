import { BotError } from '@bot/core'
import type { FastifyInstance } from 'fastify'
import type { StatsSource } from '../stats/stats-source.js'

type Command = Parameters<StatsSource['command']>[0]

const COMMANDS: readonly Command[] = ['pause', 'resume', 'cancel-all', 'kill']

/**
 * Adds `POST /api/command` with `{"command": "pause" | "resume" | "cancel-all" | "kill"}`.
 *
 * Only JSON is read: a page of another site cannot send that without asking first, and it is never allowed to.
 */
export const addCommandRoute = (app: FastifyInstance, source: StatsSource): void => {
  app.post('/api/command', (request, reply) => {
    const command = readCommand(request.body)
    source.command(command)
    return reply.code(202).send({ accepted: command })
  })
}

const readCommand = (body: unknown): Command => {
  const named: unknown =
    typeof body === 'object' && body !== null && 'command' in body ? body.command : undefined
  const command = COMMANDS.find((each) => each === named)
  if (command !== undefined) return command
  throw new BotError(
    'invalid-argument',
    `Expected {"command": one of ${COMMANDS.join(', ')}}, was another`,
  )
}
