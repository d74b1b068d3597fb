/** Tells whether a text is an order id: 0x and hex digits, 64 of them for one that exists. */
export const isOrderId = (text: string): boolean => /^0x[0-9a-fA-F]{1,64}$/.test(text)
