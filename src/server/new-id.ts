/**
 * UUIDv7 (RFC 9562, 5.7): 48 bits of milliseconds, then randomness, so that new rows lie together in an index. Within
 * one millisecond the order is random; nothing of ours reads an order from ids.
 */
export function uuidV7(milliseconds: number, random: Buffer): string {
  const bytes = Buffer.alloc(16)
  bytes.writeUIntBE(milliseconds, 0, 6)
  random.copy(bytes, 6, 0, 10)
  bytes[6] = 0x70 | (bytes[6]! & 0x0f)
  bytes[8] = 0x80 | (bytes[8]! & 0x3f)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
