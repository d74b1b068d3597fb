import { BotError } from '@bot/core'
import type { FastifyInstance } from 'fastify'
import type { StatsSource } from '../stats/stats-source.js'

type Command = Parameters<StatsSource['command']>[0]

const COMMANDS: readonly Command[] = ['pause', 'resume', 'cancel-all', 'kill', 'rollback']

/**
 * Adds `POST /api/command` with `{"command": "pause" | "resume" | "cancel-all" | "kill"}`, or
 * `{"command": "rollback", "argument": "3"}` for the change of a threshold with that id.
 *
 * Only JSON is read: a page of another site cannot send that without asking first, and it is never allowed to.
 */
export const addCommandRoute = (app: FastifyInstance, source: StatsSource): void => {
  app.post('/api/command', (request, reply) => {
    const command = readCommand(request.body)
    const argument = readArgument(request.body)
    if (command === 'rollback' && !/^\d+$/.test(argument ?? '')) throw argumentMissing()
    source.command(command, argument)
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

const readArgument = (body: unknown): string | undefined =>
  typeof body === 'object' && body !== null && 'argument' in body && body.argument !== undefined
    ? String(body.argument)
    : undefined

const argumentMissing = (): BotError =>
  new BotError(
    'invalid-argument',
    'Expected {"command": "rollback", "argument": the id of a change}, was without an id; /api/dynamic_stats lists them',
  )
