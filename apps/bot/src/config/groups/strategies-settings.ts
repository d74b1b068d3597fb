import { listSetting, numberSetting, switchSetting } from '../setting.js'
import { count, NOT_YET } from './bounds.js'

/** Which strategies run and how they are set. */
export const strategiesSettings = {
  marketOnlyEnabled: switchSetting('MARKET_ONLY_ENABLED', true, [
    'Run Market Only.',
    'off: the strategy is not loaded',
  ]),
  volatilityScalpEnabled: switchSetting('VOLATILITY_SCALP_ENABLED', true, [
    'Run Volatility Scalp.',
    'off: the strategy is not loaded',
  ]),
  overreactionFadeEnabled: switchSetting('OVERREACTION_FADE_ENABLED', true, [
    'Run Overreaction Fade.',
    NOT_YET,
  ]),
  lagArbitrageEnabled: switchSetting('LAG_ARBITRAGE_ENABLED', true, [
    'Run Lag Arbitrage.',
    NOT_YET,
  ]),
  wicketShockEnabled: switchSetting('WICKET_SHOCK_ENABLED', true, ['Run Wicket Shock.', NOT_YET]),
  favoriteFlipEnabled: switchSetting('FAVORITE_FLIP_ENABLED', false, [
    'Run Favorite Flip.',
    NOT_YET,
  ]),
  drawDecayEnabled: switchSetting('DRAW_DECAY_ENABLED', true, ['Run Draw Decay.', NOT_YET]),
  runReversionEnabled: switchSetting('RUN_REVERSION_ENABLED', true, [
    'Run Run Reversion.',
    NOT_YET,
  ]),
  momentumEnabled: switchSetting('MOMENTUM_ENABLED', false, ['Run Momentum.', NOT_YET]),
  contrarianEnabled: switchSetting('CONTRARIAN_ENABLED', false, ['Run Contrarian.', NOT_YET]),
  overUnderEnabled: switchSetting('OVER_UNDER_ENABLED', false, ['Run Over/Under.', NOT_YET]),
  bothTeamsToScoreEnabled: switchSetting('BOTH_TEAMS_TO_SCORE_ENABLED', false, [
    'Run Both Teams To Score.',
    NOT_YET,
  ]),
  oddsEdgeEnabled: switchSetting('ODDS_EDGE_ENABLED', true, ['Run Odds Edge.', NOT_YET]),
  whaleCopyEnabled: switchSetting('WHALE_COPY_ENABLED', true, [
    'Run Whale Copy.',
    'off: the strategy is not loaded; on: only wallets that were measured to be copyable are copied',
  ]),
  favoriteTrapEnabled: switchSetting('FAVORITE_TRAP_ENABLED', true, [
    'Run Favorite Trap.',
    NOT_YET,
  ]),
  liquidityProvisionEnabled: switchSetting('LIQUIDITY_PROVISION_ENABLED', false, [
    'Run Liquidity Provision.',
    NOT_YET,
  ]),
  footballFadeThreshold: numberSetting('FOOTBALL_FADE_THRESHOLD', 0.05, { min: 0, max: 1 }, [
    'Move that Overreaction Fade fades.',
    NOT_YET,
  ]),
  footballDrawDecayStartMinute: numberSetting(
    'FOOTBALL_DRAW_DECAY_START_MINUTE',
    70,
    count(0, 120),
    ['Minute from which Draw Decay looks.', NOT_YET],
  ),
  nbaRunReversionPoints: numberSetting('NBA_RUN_REVERSION_POINTS', 10, count(1, 100), [
    'Run that Run Reversion trades against.',
    NOT_YET,
  ]),
  cricketWicketDipPercent: numberSetting('CRICKET_WICKET_DIP_PERCENT', 0.15, { min: 0, max: 1 }, [
    'Dip that Wicket Shock buys.',
    NOT_YET,
  ]),
  extraStrategies: listSetting(
    'BOT_STRATEGIES',
    [],
    [
      'Packages with strategies of others.',
      'each must export strategies of spec 1, or the start is refused',
    ],
  ),
} as const
