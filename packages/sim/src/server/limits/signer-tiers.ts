/** Requests a second and at once, for orders and for cancels. */
export type SignerTier = Readonly<{
  name: string
  order: Readonly<{ perSecond: number; burst: number }>
  cancel: Readonly<{ perSecond: number; burst: number }>
  /** Whether a batch may take what is not there yet; later requests then wait until it is paid back. */
  mayOwe: boolean
}>

const tier = (
  name: string,
  order: readonly [number, number],
  cancel: readonly [number, number],
  mayOwe: boolean,
): SignerTier => ({
  name,
  order: { perSecond: order[0], burst: order[1] },
  cancel: { perSecond: cancel[0], burst: cancel[1] },
  mayOwe,
})

/** The tiers by volume in 30 days, lowest first. @see the protocol sheet, 2, layer B */
export const SIGNER_TIERS: readonly SignerTier[] = [
  tier('Standard', [40, 60], [80, 120], true),
  tier('Copper', [60, 90], [120, 180], true),
  tier('Bronze', [80, 120], [160, 240], true),
  tier('Silver', [200, 300], [400, 600], true),
  tier('Gold', [400, 600], [800, 1_200], true),
  tier('Platinum', [450, 675], [900, 1_350], false),
  tier('Diamond', [525, 787], [1_050, 1_575], false),
  tier('Elite', [600, 900], [1_200, 1_800], false),
]
