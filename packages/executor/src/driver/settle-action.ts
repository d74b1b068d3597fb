import { type Command, messageOf, type OrderRef, type SettleResult, USD_ZERO } from '@bot/core'
import { settleRequest } from '../risk/settle-request.js'
import type { DriverContext } from './driver-context.js'

type SettleCommand = Extract<Command, { kind: 'settle' }>

/** The protocol actions of this process whose end is not known. */
export type UnsettledActions = Map<OrderRef, SettleCommand>

/**
 * Begins a protocol action once the journal is durable; the promise inside resolves when what came of it is reported.
 *
 * A thrown error is an unknown outcome: the action may have reached the chain. It stays in `unsettled`, where a
 * lookup asks the port again with the same `ref`, which makes the action unique.
 */
export const settleAction = async (
  context: DriverContext,
  unsettled: UnsettledActions,
  command: SettleCommand,
): Promise<{ ended: Promise<void> }> => {
  const underWay = context.settling.get(command.ref)
  if (underWay !== undefined) return { ended: underWay }
  unsettled.set(command.ref, command)
  try {
    await context.options.flush()
  } catch (thrown) {
    context.fail('journal', thrown, command.ref)
    const reason = `journal: ${messageOf(thrown)}`
    report(context, unsettled, command, { ...nothingOf(command), status: 'failed', reason })
    return { ended: Promise.resolve() }
  }
  const ended = settleOnce(context, command)
    .then((result) => report(context, unsettled, command, result))
    .finally(() => context.settling.delete(command.ref))
  context.settling.set(command.ref, ended)
  return { ended }
}

const report = (
  context: DriverContext,
  unsettled: UnsettledActions,
  command: SettleCommand,
  result: SettleResult,
): void => {
  if (result.status === 'confirmed' || result.status === 'failed') unsettled.delete(command.ref)
  const { owner, basket, action } = command
  context.emit({
    type: 'settlement',
    ...result,
    // What was approved, payouts included: a port that remembers an action may keep less of it.
    action,
    owner,
    ...(basket === undefined ? {} : { basket }),
  })
}

const nothingOf = ({ ref, action }: SettleCommand) => ({ ref, action, cash: USD_ZERO })

const settleOnce = async (
  context: DriverContext,
  command: SettleCommand,
): Promise<SettleResult> => {
  const { ref, action } = command
  try {
    return await context.options.port.settle(settleRequest(ref, action))
  } catch (thrown) {
    context.fail('settle', thrown, ref)
    return { ...nothingOf(command), status: 'unknown', reason: messageOf(thrown) }
  }
}
