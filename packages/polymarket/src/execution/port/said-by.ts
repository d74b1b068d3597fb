import type { TransportReply } from '../../transport/create-transport.js'
import { refusalOf } from '../../transport/read-json.js'

/** Reads the venue's own words out of a refusal. */
export const saidBy = (reply: TransportReply): string =>
  String(refusalOf(reply, '').context['said'])
