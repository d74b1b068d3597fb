import { BotError } from '@bot/core'
import { createLocalSigner, type Signer } from '@bot/polymarket'
import type { Settings } from '../config/settings.js'

type KeySettings = Pick<Settings, 'privateKey' | 'keyFile' | 'signerCommand' | 'signerAddress'>

/** Who signs, and where the key is, for people. */
export type TradingSigner = Readonly<{ signer: Signer; keySource: string }>

/** Tells whether any way to sign was set. */
export const hasKey = ({ privateKey, keyFile, signerCommand }: KeySettings): boolean =>
  privateKey !== undefined || keyFile !== undefined || signerCommand.length > 0

/**
 * Opens the one way to sign that was set: a key of the environment, a key file, or a command.
 *
 * @throws BotError `invalid-config` when there is none, more than one, or what it names cannot be used.
 */
export const openTradingSigner = async (settings: KeySettings): Promise<TradingSigner> => {
  const { privateKey } = settings
  if (privateKey !== undefined)
    return {
      signer: createLocalSigner(privateKey),
      keySource: 'the key of POLYGON_WALLET_PRIVATE_KEY',
    }
  throw new BotError('invalid-config', 'Expected a key to sign with')
}
