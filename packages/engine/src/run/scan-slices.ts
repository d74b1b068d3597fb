import type { ScanSlice } from '@bot/core'

/** Cuts a scan of `subjects` markets into slices of at most `sliceSize`; an empty scan still has its last slice. */
export const scanSlices = (
  scan: number,
  subjects: number,
  sliceSize: number,
): readonly ScanSlice[] => {
  const slices: ScanSlice[] = []
  for (let from = 0; from === 0 || from < subjects; from += sliceSize) {
    const to = Math.min(subjects, from + sliceSize)
    slices.push({ type: 'scan-slice', scan, from, to, last: to >= subjects })
  }
  return slices
}
