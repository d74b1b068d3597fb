import { crc32 } from 'node:zlib'

/** Packs texts into a ZIP archive without compression. Times are the format's first. */
export const zipFiles = (files: readonly (readonly [name: string, text: string])[]): Uint8Array => {
  const heads: Buffer[] = []
  const parts: Buffer[] = []
  let offset = 0
  for (const [title, text] of files) {
    const name = Buffer.from(title)
    const data = Buffer.from(text)
    const common = commonFields(name, data)
    heads.push(uint32(0x02014b50), uint16(20), common, Buffer.alloc(10), uint32(offset), name)
    const local = Buffer.concat([uint32(0x04034b50), common, name, data])
    parts.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(heads)
  const count = Buffer.concat([uint16(files.length), uint16(files.length)])
  const place = Buffer.concat([uint32(directory.length), uint32(offset), uint16(0)])
  return Buffer.concat([...parts, directory, uint32(0x06054b50), Buffer.alloc(4), count, place])
}

/** What a file's own head and its line in the directory share: version to the length of the extra field. */
const commonFields = (name: Buffer, data: Buffer): Buffer =>
  Buffer.concat([
    uint16(20),
    Buffer.alloc(4),
    uint32(0x00210000),
    uint32(crc32(data)),
    uint32(data.length),
    uint32(data.length),
    uint16(name.length),
    uint16(0),
  ])

const uint16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
